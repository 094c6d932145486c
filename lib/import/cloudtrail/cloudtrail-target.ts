import { cut, type Fields, fieldsOf, firstFitting, textOf, textsAt } from "../fields.ts";

const MAX_TYPE = 128;
const MAX_TARGET = 1024;

type ImportedTarget = { type: string; id: string; name: string };
/** Where a service writes what a call is about, most telling first, and what kind of thing it is. */
type Identifying = readonly (readonly [path: string, type: string])[];

const identifying: Readonly<Record<string, Identifying>> = {
  ec2: [
    ["instanceId", "AWS::EC2::Instance"],
    ["instancesSet.items.instanceId", "AWS::EC2::Instance"],
    ["snapshotId", "AWS::EC2::Snapshot"],
    ["snapshotSet.items.snapshotId", "AWS::EC2::Snapshot"],
    ["volumeId", "AWS::EC2::Volume"],
    ["volumeSet.items.volumeId", "AWS::EC2::Volume"],
    ["imageId", "AWS::EC2::Image"],
    ["imagesSet.items.imageId", "AWS::EC2::Image"],
    ["groupId", "AWS::EC2::SecurityGroup"],
    ["securityGroupIdSet.items.groupId", "AWS::EC2::SecurityGroup"],
    ["securityGroupSet.items.groupName", "AWS::EC2::SecurityGroup"],
    ["groupName", "AWS::EC2::SecurityGroup"],
    ["routeTableId", "AWS::EC2::RouteTable"],
    ["routeTableIdSet.items.routeTableId", "AWS::EC2::RouteTable"],
    ["internetGatewayId", "AWS::EC2::InternetGateway"],
    ["networkInterfaceId", "AWS::EC2::NetworkInterface"],
    ["allocationId", "AWS::EC2::EIP"],
    ["keyName", "AWS::EC2::KeyPair"],
    ["DeleteFlowLogsRequest.FlowLogId.content", "AWS::EC2::FlowLog"],
    ["CreateFlowLogsRequest.ResourceId.content", "ec2"],
    ["DeleteNatGatewayRequest.NatGatewayId", "AWS::EC2::NatGateway"],
    ["resourcesSet.items.resourceId", "ec2"],
    ["subnetId", "AWS::EC2::Subnet"],
    ["subnetSet.items.subnetId", "AWS::EC2::Subnet"],
    ["vpcId", "AWS::EC2::VPC"],
    ["vpcSet.items.vpcId", "AWS::EC2::VPC"],
  ],
  "ec2-instance-connect": [["instanceId", "AWS::EC2::Instance"]],
  iam: [
    ["instanceProfileName", "AWS::IAM::InstanceProfile"],
    ["userName", "AWS::IAM::User"],
    ["roleName", "AWS::IAM::Role"],
    ["groupName", "AWS::IAM::Group"],
    ["policyArn", "AWS::IAM::ManagedPolicy"],
    ["policyName", "AWS::IAM::ManagedPolicy"],
  ],
  kms: [["keyId", "AWS::KMS::Key"]],
  lambda: [
    ["functionName", "AWS::Lambda::Function"],
    ["fullyQualifiedArn.relativeId.functionName", "AWS::Lambda::Function"],
  ],
  logs: [["logGroupName", "AWS::Logs::LogGroup"]],
  cloudtrail: [
    ["name", "AWS::CloudTrail::Trail"],
    ["trailName", "AWS::CloudTrail::Trail"],
  ],
  dynamodb: [["tableName", "AWS::DynamoDB::Table"]],
  rds: [
    ["dBSnapshotIdentifier", "AWS::RDS::DBSnapshot"],
    ["dBClusterSnapshotIdentifier", "AWS::RDS::DBClusterSnapshot"],
    ["dBInstanceIdentifier", "AWS::RDS::DBInstance"],
    ["dBClusterIdentifier", "AWS::RDS::DBCluster"],
    ["dBSubnetGroupName", "AWS::RDS::DBSubnetGroup"],
  ],
  s3: [["bucketName", "AWS::S3::Bucket"]],
  secretsmanager: [
    ["secretId", "AWS::SecretsManager::Secret"],
    ["name", "AWS::SecretsManager::Secret"],
  ],
  sns: [["topicArn", "AWS::SNS::Topic"]],
  sqs: [["queueUrl", "AWS::SQS::Queue"]],
  ssm: [
    ["instanceId", "AWS::EC2::Instance"],
    ["instanceIds", "AWS::EC2::Instance"],
    ["target", "AWS::EC2::Instance"],
  ],
  sts: [["roleArn", "AWS::IAM::Role"]],
};

/** Members that name the thing in services without a table of their own, best first. */
const usualNames = ["resourceArn", "arn", "resourceName", "resourceId", "name", "names", "id"];
const namingMember = /(arn|identifier|name|id)$/i;
const namesSomethingElse = /^(account|client|operation|request|session|transaction|version)/i;

/**
 * What a record's call was about: the resource AWS names itself, else the member of the request
 * (for what the call created: of the answer) that identifies it best. Undefined when none does.
 */
export function cloudTrailTarget(record: Fields, service: string): ImportedTarget | undefined {
  return fromResources(record.resources, service) ?? fromCall(record, service);
}

function fromResources(resources: unknown, service: string): ImportedTarget | undefined {
  for (const resource of Array.isArray(resources) ? resources.map(fieldsOf) : []) {
    const arn = firstFitting(MAX_TARGET, [resource.ARN]);
    if (arn === undefined) continue;
    const type = firstFitting(MAX_TYPE, [resource.type]);
    return { type: type ?? service, id: arn, name: nameOfArn(arn) };
  }
  return undefined;
}

function fromCall(record: Fields, service: string): ImportedTarget | undefined {
  const request = fieldsOf(record.requestParameters);
  const answer = fieldsOf(record.responseElements);
  const created = createdByCall(record, answer);
  if (created) return named([created], service);
  for (const [path, type] of identifying[service] ?? []) {
    const asked = textsAt(request, path);
    const target = named(asked.length > 0 ? asked : textsAt(answer, path), type);
    if (target) return target;
  }
  const members = Object.keys(request).filter(
    (key) => namingMember.test(key) && !namesSomethingElse.test(key),
  );
  for (const key of [...usualNames, ...members]) {
    const target = named(textsAt(request, key), service);
    if (target) return target;
  }
  return undefined;
}

/** CreateVpc answers with `{ vpc: { vpcId } }`, and so do its kin: the new thing is the target. */
function createdByCall(record: Fields, answer: Fields): string | undefined {
  const thing = /^Create([A-Z]\w*)$/.exec(textOf(record.eventName) ?? "")?.[1];
  if (!thing) return undefined;
  const member = thing.charAt(0).toLowerCase() + thing.slice(1);
  return textOf(fieldsOf(answer[member])[`${member}Id`]);
}

/** The first of the ids; the name says when there were more of them. */
function named(ids: readonly string[], type: string): ImportedTarget | undefined {
  const [first] = ids;
  // A cut id would be another thing's id: better none, since the source form has it whole.
  if (first === undefined || first.length > MAX_TARGET) return undefined;
  const name = first.startsWith("arn:") ? nameOfArn(first) : first;
  const more = ids.length > 1 ? ` and ${ids.length - 1} more` : "";
  return { type: cut(type, MAX_TYPE), id: first, name: cut(name + more, MAX_TARGET) };
}

/** `arn:aws:iam::1:role/admin` is called "admin"; only S3 does not write first what a thing is. */
function nameOfArn(arn: string): string {
  const [, , service, , , ...rest] = arn.split(":");
  const own = rest.join(":") || arn;
  return service === "s3" ? own : own.replace(/^[a-z-]+[/:](?=.)/, "");
}
