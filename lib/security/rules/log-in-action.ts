// What programs call a log-in. Actions are read as words, so that ConsoleLogin, console.login and
// console-log-in are one thing, while login_banner.update is about a banner.

/** Where a log-in's name ends: nothing but `endings` may follow. Longest first. */
const logIns = [
  ["session", "create"],
  ["session", "created"],
  ["session", "start"],
  ["session", "started"],
  ["log", "in"],
  ["log", "on"],
  ["sign", "in"],
  ["sign", "on"],
  ["logged", "in"],
  ["logged", "on"],
  ["signed", "in"],
  ["signed", "on"],
  ["logging", "in"],
  ["signing", "in"],
  ["login"],
  ["logins"],
  ["logon"],
  ["signin"],
  ["signon"],
  ["authenticate"],
  ["authenticated"],
  ["authentication"],
  ["authn"],
];

/** How a log-in ended badly. */
const failures = new Set(
  `fail fails failed failure failures failing error errors deny denied denial reject rejected rejection
   refuse refused invalid incorrect wrong bad unsuccessful unauthorized blocked locked lockout`.split(
    /\s+/,
  ),
);

/** What may follow a log-in and says no more than how it went or what was tried. */
const endings = new Set([
  ...failures,
  ..."success succeeded successful ok attempt attempts attempted try event events activity request".split(
    " ",
  ),
  ..."user users account password passwords credential credentials challenge verification".split(
    " ",
  ),
  ..."unknown name or via with by using for due to mfa sso saml oidc otp totp webauthn passkey".split(
    " ",
  ),
]);

/** Whoever does this to a log-in administers it. */
const administers = new Set(
  `get list describe update create delete remove add set put patch enable disable change modify edit
   reset rotate configure export import revoke grant rename register unregister`.split(/\s+/),
);

/** `auth` alone may be authorization, of a payment say: only with one of these, or nothing, before it. */
const beforeAuth = new Set(
  `user users admin client account password basic http https web ssh sshd sftp ftp rdp vpn smtp imap
   pop3 pam ldap radius tacacs kerberos ntlm saml oidc sso sasl db database mysql postgres login pre
   initiate remote console portal app failed failure invalid`.split(/\s+/),
);

/** A password that was wrong, in the words of those programs that say no more. */
const wrongPassword = new Set(["password", "passwords", "credential", "credentials"]);

/**
 * Events of the Windows security log that are log-ins, and those that are always failed ones: an
 * account failed to log on, Kerberos pre-authentication failed, Network Policy Server refused; a
 * Kerberos ticket was asked for, and credentials were validated, say by their outcome. 18456 is SQL
 * Server's.
 */
const failedLogInNumbers = new Set(["4625", "4771", "6273", "18456"]);
const logInNumbers = new Set([...failedLogInNumbers, "4624", "4768", "4776"]);
const besideNumbers = new Set(
  "event eventid id windows win winevtlog winlog microsoft ms security auditing log mssql sql".split(
    " ",
  ),
);

/** Enough for any name; what is longer is none. */
const MAX_ACTION_LENGTH = 128;

/** Whether an action, in whatever program's words, is an attempt to log in. */
export function isLogIn(action: string): boolean {
  const words = wordsOf(action);
  return isNumbered(words, logInNumbers) || isNamed(words) || isWrongPassword(words);
}

/** Whether the name of a log-in says that it failed, as SignInFailed and Windows' 4625 do. */
export function isFailureByName(action: string): boolean {
  const words = wordsOf(action);
  return isNumbered(words, failedLogInNumbers) || words.some((word) => failures.has(word));
}

function wordsOf(action: string): string[] {
  const words = action
    .slice(0, MAX_ACTION_LENGTH)
    .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, " ")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return words ?? [];
}

function isNumbered(words: readonly string[], numbers: ReadonlySet<string>): boolean {
  const found = words.filter((word) => numbers.has(word));
  return found.length === 1 && words.every((word) => numbers.has(word) || besideNumbers.has(word));
}

/** Whether the words end with a log-in, but for how it went, and nobody administers it. */
function isNamed(words: readonly string[]): boolean {
  return (
    logIns.some((name) => {
      const at = lastIndexOf(words, name);
      if (at < 0 || !words.slice(at + name.length).every((word) => endings.has(word))) return false;
      return !words.slice(0, at).some((word) => administers.has(word));
    }) || isBareAuth(words)
  );
}

function isBareAuth(words: readonly string[]): boolean {
  const at = words.lastIndexOf("auth");
  if (at < 0 || !words.slice(at + 1).every((word) => endings.has(word))) return false;
  return words.slice(0, at).every((word) => beforeAuth.has(word));
}

function isWrongPassword(words: readonly string[]): boolean {
  const isAbout = (word: string) => wrongPassword.has(word) || failures.has(word);
  const relevant = words.filter((word) => !beforeAuth.has(word) || isAbout(word));
  return (
    relevant.every(isAbout) &&
    words.some((word) => wrongPassword.has(word)) &&
    words.some((word) => failures.has(word))
  );
}

function lastIndexOf(words: readonly string[], name: readonly string[]): number {
  for (let at = words.length - name.length; at >= 0; at--) {
    if (name.every((word, i) => words[at + i] === word)) return at;
  }
  return -1;
}
