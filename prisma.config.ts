import { defineConfig } from "prisma/config";

// `prisma migrate deploy` agrees with lib/platform/migrate.ts wherever Prisma's engine can be had.
export default defineConfig({
  schema: "prisma/schema.prisma",
  ...(process.env.DATABASE_OWNER_URL
    ? { datasource: { url: process.env.DATABASE_OWNER_URL } }
    : {}),
});
