import { expect } from "vitest";
import {
  changePassword,
  createResetLink,
  renewLoginLink,
  unlockUser,
} from "../../../lib/identity/passwords/service.ts";
import { a, b, factory, notFound, type Probes } from "../wall.ts";

export const passwords: Probes = {
  "identity/passwords/service.changePassword": async () => {
    const input = { current: "whatever it is", password: "vellum teapot ironing giraffe" };
    expect(await changePassword({ ...a, id: b.id }, input)).toMatchObject(notFound);
  },
  "identity/passwords/service.renewLoginLink": async () => {
    expect(await renewLoginLink(a, { userId: b.id })).toMatchObject(notFound);
  },
  "identity/passwords/service.createResetLink": async () => {
    expect(await createResetLink(a, { userId: b.id })).toMatchObject(notFound);
    const links = await factory.query("SELECT 1 FROM login_links WHERE user_id = $1", [b.id]);
    expect(links).toEqual([]);
  },
  "identity/passwords/service.unlockUser": async () => {
    expect(await unlockUser(a, { userId: b.id })).toMatchObject(notFound);
  },
};
