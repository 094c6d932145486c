/**
 * A certificate for localhost and 127.0.0.1 that signs itself, as one of a private authority that this
 * machine does not know, and its key: public like everything here, and believed by nobody.
 */
export const selfSigned = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiXa4GEtbAeyoZI8b
hV8CYzNSZR5vghInuPZOM4MkoyChRANCAAQAH9SO5abuiXcV7RAxGeXXDi9CoRE6
UMlX/wUHre/cvbfP+6Bq+zRGMo2PnNUixRdQJAhVhsjnLoVzFEuTdxEB
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUJvTckJV/O0KQOhAbm0r1TibOP5gwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEzMDE2NDIyOFoYDzIxMjYxMTA2
MTY0MjI4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQAH9SO5abuiXcV7RAxGeXXDi9CoRE6UMlX/wUHre/cvbfP+6Bq+zRG
Mo2PnNUixRdQJAhVhsjnLoVzFEuTdxEBo28wbTAdBgNVHQ4EFgQUlqGKnq4cLfN+
LxvCNmIjzWjxuNwwHwYDVR0jBBgwFoAUlqGKnq4cLfN+LxvCNmIjzWjxuNwwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhALRTiVRoJ51oXTpYZiY5q+b3Amu0BivaXMkiCOBvdTFgAiEA
gTbS/cjSo4NEGaeDZozDIFJdf9WSHXPKAVWUmxn7W9Q=
-----END CERTIFICATE-----`,
};
