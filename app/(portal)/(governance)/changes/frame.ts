export const title = "Changes of access";
export const description =
  "Who changed what others may do, why, what it was before, and whom it reached.";
