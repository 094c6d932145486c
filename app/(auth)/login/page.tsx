import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentActor } from "../../actor.tsx";
import { LoginForm } from "./login-form.tsx";
import { safeNext } from "./safe-next.ts";

export const metadata: Metadata = { title: "Log in" };

type LoginPageProps = { searchParams: Promise<{ next?: string | string[] }> };

export default async function LoginPage({ searchParams }: LoginPageProps) {
  const next = safeNext((await searchParams).next);
  if (await currentActor()) redirect(next);
  return <LoginForm next={next} />;
}
