/**
 * What is wrong is outside of the program: its configuration, its database, its address. The message
 * is one line for whoever starts it, who needs no stack trace.
 */
export class CannotStart extends Error {}
