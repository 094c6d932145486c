/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // No page has images to make smaller, and the route that would do it fetches what it is told.
  images: { unoptimized: true },
  // Types are checked by `npm test`, once.
  typescript: { ignoreBuildErrors: true },
  // They load native code or hold process-wide state: Node loads them, not the bundle.
  serverExternalPackages: ["@node-rs/argon2", "pg", "pino", "prom-client", "@prisma/client"],
};
