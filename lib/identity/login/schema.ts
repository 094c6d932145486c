import { z } from "zod";
import { newPassword, typedPassword } from "../credentials/password-rules.ts";

export const credentialsInput = z.strictObject({
  email: z.email("Enter a whole e-mail address.").max(254),
  password: typedPassword,
  /** In which tenant, of those in which the address has an account. */
  tenantId: z.uuid().optional(),
});
export type Credentials = z.output<typeof credentialsInput>;

const token = z.string().min(1).max(256);
export const loginLinkInput = z.strictObject({ token });

export const redeemLoginLinkInput = z.strictObject({
  token,
  password: newPassword,
});
