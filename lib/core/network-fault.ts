const certificateCodes =
  /^(CERT_|CRL_|UNABLE_TO_|ERR_TLS_CERT_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH_|ERROR_IN_CERT_)/;

export type NetworkFault = {
  /** Such as "ECONNREFUSED"; empty when there is none. */
  code: string;
  message: string;
  /** The other side's certificate is not believed: that does not pass by waiting. */
  isCertificate: boolean;
};

/** What happened when `fetch` failed: it says "fetch failed" of everything, and the rest is its cause. */
export function networkFault(error: unknown): NetworkFault {
  if (!(error instanceof Error)) return { code: "", message: String(error), isCertificate: false };
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = "code" in cause ? String(cause.code) : "";
  return { code, message: cause.message, isCertificate: certificateCodes.test(code) };
}

/** What to do about a certificate that is not believed. */
export const TRUST_HINT =
  "If your own authority signed it, set NODE_EXTRA_CA_CERTS to the file with that authority's certificate";
