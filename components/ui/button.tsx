import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-style.ts";

type Look = { variant?: ButtonVariant; size?: ButtonSize };
/** A button without words needs a name for those who cannot see its icon. */
type Content = { iconOnly?: false; children: ReactNode } | { iconOnly: true; "aria-label": string };

type ButtonProps = Omit<ComponentProps<"button">, "children"> &
  Look &
  Content & {
    children?: ReactNode;
    /** Work is under way: the button cannot be pressed again, and turns a wheel in its own width. */
    pending?: boolean;
  };

export function Button(props: ButtonProps) {
  const {
    variant,
    size,
    iconOnly,
    pending = false,
    className,
    disabled,
    children,
    ...rest
  } = props;
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      className={buttonClass({ variant, size, iconOnly, className })}
    >
      {pending ? <Working>{children}</Working> : children}
    </button>
  );
}

/** The words stay for screen readers and for the width, out of sight behind the wheel. */
function Working({ children }: { children: ReactNode }) {
  return (
    <>
      <span className="inline-flex items-center gap-1.5 opacity-0">{children}</span>
      <LoaderCircle aria-hidden className="absolute animate-spin" />
    </>
  );
}

type ButtonLinkProps = Omit<ComponentProps<typeof Link>, "children"> &
  Look &
  Content & { children?: ReactNode };

/** A link that looks like a button: for going somewhere, never for doing something. */
export function ButtonLink({ variant, size, iconOnly, className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={buttonClass({ variant, size, iconOnly, className })} />;
}
