import type { Random, Weighted } from "../lib/core/random.ts";

const mozilla = "Mozilla/5.0";
const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
const windows = "Windows NT 10.0; Win64; x64";
const macintosh = "Macintosh; Intel Mac OS X 10_15_7";
const linux = "X11; Linux x86_64";

const chrome = (system: string, version: number) =>
  `${mozilla} (${system}) ${webkit} Chrome/${version}.0.0.0 Safari/537.36`;
const firefox = (system: string, version: number) =>
  `${mozilla} (${system}; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
const safari = (version: string) =>
  `${mozilla} (${macintosh}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version} Safari/605.1.15`;

/** Named, for the scenes in which a certain device matters. */
export const userAgents = {
  chromeOnMac: chrome(macintosh, 154),
  chromeOnWindows: chrome(windows, 154),
  edgeOnWindows: `${chrome(windows, 153)} Edg/153.0.0.0`,
  firefoxOnLinux: firefox(linux, 156),
  firefoxOnWindows: firefox(windows, 156),
  safariOnMac: safari("26.1"),
  safariOnIphone: `${mozilla} (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1`,
  safariOnIpad: `${mozilla} (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1`,
  chromeOnAndroid: `${mozilla} (Linux; Android 10; K) ${webkit} Chrome/154.0.0.0 Mobile Safari/537.36`,
  oldChromeOnWindows: chrome("Windows NT 6.1; Win64; x64", 109),
  pythonRequests: "python-requests/2.32.3",
  erpSync: "northwind-erp-sync/3.2.1 (node/24)",
} as const;

const officeLaptops: readonly Weighted<string>[] = [
  [userAgents.chromeOnWindows, 26],
  [userAgents.edgeOnWindows, 24],
  [userAgents.chromeOnMac, 24],
  [userAgents.safariOnMac, 12],
  [userAgents.firefoxOnWindows, 8],
  [userAgents.firefoxOnLinux, 2],
];

const engineersLaptops: readonly Weighted<string>[] = [
  [userAgents.chromeOnMac, 38],
  [userAgents.firefoxOnLinux, 26],
  [chrome(linux, 154), 20],
  [userAgents.safariOnMac, 8],
  [userAgents.chromeOnWindows, 8],
];

const phones: readonly Weighted<string>[] = [
  [userAgents.safariOnIphone, 55],
  [userAgents.chromeOnAndroid, 45],
];

export type Devices = { laptop: string; phone: string };

export function makeDevices(random: Random, technical: boolean): Devices {
  return {
    laptop: random.weighted(technical ? engineersLaptops : officeLaptops),
    phone: random.weighted(phones),
  };
}
