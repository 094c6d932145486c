import { expect, it } from "vitest";
import { AnswerReader } from "./answer-reader.ts";

const answer = "HTTP/1.1 200 OK\r\nDate: today\r\ncontent-length: 5\r\n\r\nhello";

it("finds the end of an answer, wherever it is cut", () => {
  for (let cut = 1; cut < answer.length; cut++) {
    const reader = new AnswerReader();
    expect(reader.take(Buffer.from(answer.slice(0, cut)))).toBe(false);
    expect(reader.take(Buffer.from(answer.slice(cut)))).toBe(true);
    expect(reader.take(Buffer.from(answer))).toBe(true);
  }
});

it("counts bytes, not characters", () => {
  const reader = new AnswerReader();
  const bytes = Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n€");
  expect(reader.take(bytes)).toBe(true);
});

it("refuses other statuses, answers without a length, and too much", () => {
  const take = (text: string) => () => new AnswerReader().take(Buffer.from(text));
  expect(take("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")).toThrow("401");
  expect(take("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")).toThrow("Content-Length");
  expect(take(`${answer}!`)).toThrow("longer than it says");
});
