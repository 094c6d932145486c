/** Something that was not imported, and why, in words for the person who runs the import. */
export type ImportProblem = {
  file: string;
  /** Where in the file, like "Records[12]" or "line 13"; absent for the file as a whole. */
  where?: string;
  reason: string;
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "may not be read by this account",
  EPERM: "may not be read by this account",
  ELOOP: "is a link that leads back to itself",
  Z_DATA_ERROR: "is not gzip, or is damaged",
  Z_BUF_ERROR: "is cut off: the gzip data end too early",
};

/** Why a file or folder could not be read. */
export function explainFileError(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  return reasons[code] ?? `cannot be read: ${message}`;
}

/** One line for the terminal. Control characters of hostile files stay out of it. */
export function describeProblem({ file, where, reason }: ImportProblem): string {
  const place = where ? `${file}, ${where}` : file;
  return `${place}: ${reason}`.replaceAll(/\p{Cc}/gu, "�");
}
