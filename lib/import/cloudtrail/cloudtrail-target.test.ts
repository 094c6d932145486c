import { describe, expect, it } from "vitest";
import { cloudTrailTarget } from "./cloudtrail-target.ts";

const arn = (rest: string) => `arn:aws:${rest}`;

describe("cloudTrailTarget", () => {
  it.each([
    ["s3", "AWS::S3::Bucket", arn("s3:::ledger"), "ledger"],
    ["s3", "AWS::S3::Object", arn("s3:::ledger/2026/a.csv"), "ledger/2026/a.csv"],
    ["iam", "AWS::IAM::Role", arn("iam::1:role/ci/deploy"), "ci/deploy"],
    ["kms", "AWS::KMS::Key", arn("kms:eu-west-1:1:key/0e5d"), "0e5d"],
    ["secretsmanager", undefined, arn("secretsmanager:eu-west-1:1:secret:db-AbC"), "db-AbC"],
    ["sns", "AWS::SNS::Topic", arn("sns:eu-west-1:1:alerts"), "alerts"],
  ])("takes the resource AWS names: %s %s", (service, type, ARN, name) => {
    const record = { resources: [{ accountId: "1", ARN, ...(type ? { type } : {}) }] };
    expect(cloudTrailTarget(record, service)).toEqual({ type: type ?? service, id: ARN, name });
  });

  it.each([
    ["ec2", { instanceId: "i-1", volumeId: "vol-1" }, "AWS::EC2::Instance", "i-1"],
    ["ec2", { instancesSet: { items: [{ instanceId: "i-1" }] } }, "AWS::EC2::Instance", "i-1"],
    ["iam", { userName: "ada", policyArn: arn("iam::aws:policy/Admin") }, "AWS::IAM::User", "ada"],
    ["rds", { dBInstanceIdentifier: "main" }, "AWS::RDS::DBInstance", "main"],
    ["ssm", { instanceIds: ["i-1"], documentName: "Run" }, "AWS::EC2::Instance", "i-1"],
    ["ssm", { name: "/prod/key" }, "ssm", "/prod/key"],
    ["glue", { databaseName: "sales" }, "glue", "sales"],
    ["glue", { clientToken: "x", accountId: "1", jobId: "j-1" }, "glue", "j-1"],
  ])("finds what a call to %s is about in %o", (service, requestParameters, type, id) => {
    expect(cloudTrailTarget({ requestParameters }, service)).toEqual({ type, id, name: id });
  });

  it("names the first of several, and how many more there were", () => {
    const items = [{ instanceId: "i-1" }, { instanceId: "i-2" }, { instanceId: "i-3" }];
    expect(cloudTrailTarget({ requestParameters: { instancesSet: { items } } }, "ec2")).toEqual({
      type: "AWS::EC2::Instance",
      id: "i-1",
      name: "i-1 and 2 more",
    });
  });

  it("takes what the call created from its answer", () => {
    const vpc = {
      eventName: "CreateVpc",
      requestParameters: { cidrBlock: "10.0.0.0/16" },
      responseElements: { vpc: { vpcId: "vpc-1" } },
    };
    expect(cloudTrailTarget(vpc, "ec2")?.id).toBe("vpc-1");
    const instances = {
      eventName: "RunInstances",
      requestParameters: { instancesSet: { items: [{ imageId: "ami-1" }] } },
      responseElements: { instancesSet: { items: [{ instanceId: "i-9" }] } },
    };
    expect(cloudTrailTarget(instances, "ec2")?.id).toBe("i-9");
  });

  it.each([
    { resources: null, requestParameters: null },
    { resources: [], requestParameters: { maxResults: 5 } },
    { resources: "x", requestParameters: [] },
    { resources: [{ type: "AWS::S3::Object", ARNPrefix: "arn:aws:s3:::ledger/" }] },
    { requestParameters: { name: "x".repeat(2000) } },
  ])("finds nothing in %o", (record) => {
    expect(cloudTrailTarget(record, "s3")).toBeUndefined();
  });

  it("passes over an ARN that is too long instead of cutting it", () => {
    const long = { ARN: arn(`s3:::ledger/${"k".repeat(1100)}`), type: "AWS::S3::Object" };
    const bucket = { ARN: arn("s3:::ledger"), type: "AWS::S3::Bucket" };
    expect(cloudTrailTarget({ resources: [long, bucket] }, "s3")?.id).toBe(bucket.ARN);
  });
});
