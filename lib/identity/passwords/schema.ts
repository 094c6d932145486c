import { z } from "zod";
import { reasonField } from "../../core/reason.ts";
import { newPassword, typedPassword } from "../credentials/password-rules.ts";

export const changePasswordInput = z.strictObject({
  current: typedPassword,
  password: newPassword,
});

export const personInput = z.strictObject({ userId: z.uuid(), reason: reasonField });
