import type { Metadata } from "next";
import { FirstLoginForm } from "./first-login-form.tsx";

export const metadata: Metadata = { title: "Choose your password" };

export default function FirstLoginPage() {
  return <FirstLoginForm />;
}
