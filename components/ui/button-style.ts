import { cn } from "./cn.ts";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-accent-ink hover:bg-accent-hover",
  secondary: "border-line-strong/60 bg-canvas text-ink hover:bg-hover",
  ghost:
    "border-transparent bg-transparent text-ink-muted hover:bg-hover hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink",
  danger: "border-transparent bg-danger-fill text-accent-ink hover:bg-danger-fill-hover",
};

const sizes: Record<ButtonSize, string> = { sm: "h-7 px-2 text-sm", md: "h-8 px-3 text-sm" };
const iconSizes: Record<ButtonSize, string> = { sm: "size-7", md: "size-8" };

/** The classes of a button, for elements that look like one and are something else (links). */
export function buttonClass(style: {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  iconOnly?: boolean | undefined;
  className?: string | undefined;
}): string {
  const { variant = "secondary", size = "md", iconOnly = false, className } = style;
  return cn(
    "relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors duration-100",
    "aria-busy:disabled:cursor-progress aria-busy:disabled:opacity-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
    variants[variant],
    iconOnly ? iconSizes[size] : sizes[size],
    className,
  );
}
