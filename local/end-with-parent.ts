// Loaded into every Node child of the launcher and the tests. The channel to the parent closes
// however the parent ends, by SIGKILL too; without this its server would go on holding the port.
// Node hands the option on to the child's own workers, which are none of our business.
if (process.channel && process.env.GATEHOUSE_PARENT_PID === String(process.ppid)) {
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
  // Listening must not keep a script alive that has done its work.
  process.channel.unref();
}
