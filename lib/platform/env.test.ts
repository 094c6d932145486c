import { describe, expect, it } from "vitest";
import { BadEnvironment, parseEnv } from "./env.ts";

const good = {
  PUBLIC_URL: "https://gatehouse.example.com",
  DATABASE_URL: "postgresql://app:x@db/gatehouse",
  DATABASE_SEARCH_URL: "postgresql://search:x@db/gatehouse",
  DATABASE_DIRECT_URL: "postgres://worker:x@db/gatehouse",
  AUTH_SECRET: "0123456789abcdef0123456789abcdef",
};

describe("parseEnv", () => {
  it("fills in what may be absent, and counts empty as absent", () => {
    expect(parseEnv({ ...good, REDIS_URL: "", PORT: "" })).toMatchObject({
      PORT: 3000,
      TRUSTED_PROXIES: 0,
      TRUSTED_PROXY_HEADER: "x-forwarded-for",
      AUDIT_KEY_DAYS: 7,
    });
  });

  it.each(Object.keys(good))("names %s in one line when it is missing", (name) => {
    const attempt = () => parseEnv({ ...good, [name]: undefined });
    expect(attempt).toThrow(BadEnvironment);
    expect(attempt).toThrow(
      new RegExp(`^Configuration: ${name} is missing\\. See \\.env\\.example\\.$`),
    );
  });

  it.each([
    ["DATABASE_URL", "mysql://db/gatehouse"],
    ["PUBLIC_URL", "gatehouse.example.com"],
    ["AUTH_SECRET", "too short"],
    ["PORT", "70000"],
    ["REDIS_URL", "http://redis"],
    ["TRUSTED_PROXIES", "-1"],
    ["LOG_LEVEL", "loud"],
    ["METRICS_TOKEN", "short"],
    ["PUBLIC_URL", "https://example.com/gatehouse"],
    ["PUBLIC_URL", "https://example.com/?a=b"],
    ["PUBLIC_URL", "https://user:secret@example.com"],
  ])("names %s in one line when it is %s, without repeating the value", (name, value) => {
    const attempt = () => parseEnv({ ...good, [name]: value });
    expect(attempt).toThrow(new RegExp(`^Configuration: ${name} [^\\n]+$`));
    expect(attempt).not.toThrow(value);
  });
});
