import type { Page } from "@playwright/test";
import { clickToOpen, dialogOf, expect } from "./fixtures.ts";

/** On a role's page of people: gives the role to somebody, after what that changes is shown. */
export async function giveToPerson(page: Page, role: string, person: string): Promise<void> {
  const dialog = dialogOf(page, `Give ${role} to a person`);
  await clickToOpen(page.getByRole("button", { name: "Give to a person" }), dialog);
  const field = page.getByRole("combobox", { name: "Find a person" });
  await clickToOpen(dialog.getByRole("combobox", { name: /^Person/ }), field);
  await field.fill(person);
  await page.getByRole("option", { name: new RegExp(person) }).click();
  await expect(dialog.getByText(new RegExp(`${person} gains`))).toBeVisible();
  await dialog.getByRole("button", { name: "Give role" }).click();
  await expect(dialog).toBeHidden();
}
