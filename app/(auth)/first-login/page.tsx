import type { Metadata } from "next";
import { FirstLogin } from "./first-login.tsx";

export const metadata: Metadata = { title: "Choose your password" };

export default function FirstLoginPage() {
  return <FirstLogin />;
}
