import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { env } from "../../platform/env.ts";

/** How long a browser is known after the last log-in from it. */
export const DEVICE_SECONDS = 180 * 24 * 3600;
/** How many people one browser is remembered for. */
const PEOPLE = 5;

/** A browser from which people have logged in before; the last one first. */
export type KnownDevice = { deviceId: string; userIds: readonly string[] };

const wire = z.tuple([z.uuid(), z.array(z.uuid()).max(PEOPLE)]);

/** Beside the session's cookie, with the same care for where it may go. */
export function deviceCookie(): { name: string; secure: boolean } {
  const secure = env().PUBLIC_URL.startsWith("https:");
  return { name: secure ? "__Host-gatehouse.device" : "gatehouse.device", secure };
}

function sign(payload: string): string {
  return createHmac("sha256", env().AUTH_SECRET).update(`device.v1.${payload}`).digest("base64url");
}

/** `v1.<base64url of [deviceId, userIds]>.<HMAC-SHA-256>`; says only who has logged in from here. */
export function encodeDevice({ deviceId, userIds }: KnownDevice): string {
  const payload = Buffer.from(JSON.stringify([deviceId, userIds])).toString("base64url");
  return `v1.${payload}.${sign(payload)}`;
}

/** Null for anything that this installation did not sign. */
export function decodeDevice(text: string): KnownDevice | null {
  const [version, payload, signature, ...rest] = text.split(".");
  if (version !== "v1" || !payload || !signature || rest.length > 0) return null;
  const given = Buffer.from(signature, "base64url");
  const wanted = Buffer.from(sign(payload), "base64url");
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const [deviceId, userIds] = wire.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
  return { deviceId, userIds };
}

/** The device after somebody has logged in from it. */
export function rememberOn(device: KnownDevice | null, userId: string): KnownDevice {
  const others = (device?.userIds ?? []).filter((id) => id !== userId);
  return {
    deviceId: device?.deviceId ?? randomUUID(),
    userIds: [userId, ...others].slice(0, PEOPLE),
  };
}
