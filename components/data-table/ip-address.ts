const IPV4_PART = /^(0|[1-9]\d{0,2})$/;
const PREFIX_LENGTH = /^(0|[1-9]\d{0,2})$/;

function isIpv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => IPV4_PART.test(part) && Number(part) <= 255);
}

/** The URL parser knows every spelling of IPv6, in browsers and Node alike. */
function isIpv6(text: string): boolean {
  return /^[0-9a-f:.]+$/i.test(text) && text.includes(":") && URL.canParse(`http://[${text}]/`);
}

/**
 * What is wrong with an address or CIDR block, in words; null when nothing is. A quick hint while
 * typing: the server's own check decides.
 */
export function addressProblem(text: string): string | null {
  const [address = "", prefix, ...rest] = text.trim().split("/");
  const bits = isIpv4(address) ? 32 : isIpv6(address) ? 128 : null;
  if (bits === null || rest.length > 0) {
    return "Enter an address like 203.0.113.7 or a block like 10.0.0.0/8.";
  }
  if (prefix === undefined) return null;
  const inRange = PREFIX_LENGTH.test(prefix) && Number(prefix) <= bits;
  return inRange ? null : `After the slash comes a number from 0 to ${bits}.`;
}
