"use client";

import { useEffect, useState } from "react";

/**
 * The newest value that arrived; undefined before the first. Unlike `use` it never suspends: new
 * rows need not wait for what is slower than they are, such as counts.
 */
export function useLatest<Value>(promise: Promise<Value>): Value | undefined {
  const [value, setValue] = useState<Value>();
  useEffect(() => {
    let isCurrent = true;
    promise.then(
      (arrived) => {
        if (isCurrent) setValue(() => arrived);
      },
      // Its maker reports failures; here the old value stays.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [promise]);
  return value;
}
