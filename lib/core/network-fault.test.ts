import { describe, expect, it } from "vitest";
import { networkFault } from "./network-fault.ts";

const failed = (code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("why"), { code }) });

describe("networkFault", () => {
  it.each([
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "CERT_HAS_EXPIRED",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("knows %s as a certificate that is not believed", (code) => {
    expect(networkFault(failed(code))).toEqual({ code, message: "why", isCertificate: true });
  });

  it.each(["ECONNREFUSED", "UND_ERR_SOCKET", "ETIMEDOUT"])(
    "knows %s as something that may pass",
    (code) => {
      expect(networkFault(failed(code))).toEqual({ code, message: "why", isCertificate: false });
    },
  );

  it("takes an error without a cause as it is", () => {
    const fault = networkFault(new Error("plain"));
    expect(fault).toEqual({ code: "", message: "plain", isCertificate: false });
  });
});
