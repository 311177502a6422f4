// What AWS, GitHub and the product answer when everything is as it should be.
import { join } from 'node:path';
import { WEBHOOK } from './release.js';

export const OLD = `sha256:${'a'.repeat(64)}`;
export const NEW = `sha256:${'b'.repeat(64)}`;
const REPOSITORY = '123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/planitai-kpi';
const ECS = 'arn:aws:ecs:ap-northeast-1:123456789012';
const SECRET = 'arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:planitai-kpi-production';

export const revision = (kind, number) => `${ECS}:task-definition/planitai-kpi-production-${kind}:${number}`;
export const OLD_REVISION = revision('server', 7);
export const NEW_REVISION = revision('server', 8);

export function taskDefinition(kind, number, digest) {
  const secrets = {
    server: ['MASTER_KEY', 'REDIS_URL'],
    migrate: ['MASTER_KEY', 'DATABASE_PASSWORD'],
  };
  return {
    taskDefinition: {
      taskDefinitionArn: revision(kind, number),
      family: `planitai-kpi-production-${kind}`,
      revision: number,
      status: 'ACTIVE',
      registeredAt: '2026-01-01T00:00:00Z',
      registeredBy: 'someone',
      compatibilities: ['FARGATE'],
      requiresAttributes: [{ name: 'x' }],
      cpu: '1024',
      containerDefinitions: [
        { name: 'log', image: 'public.example/log:1' },
        {
          name: kind,
          image: `${REPOSITORY}@${digest}`,
          environment: ['ENVIRONMENT', 'DATABASE_URL', 'OBJECT_STORE', 'TRUSTED_PROXY_HOPS'].map((name) => ({
            name,
            value: 'x',
          })),
          secrets: secrets[kind].map((name) => ({ name, valueFrom: `${SECRET}/${name}-AbCdEf:password::` })),
        },
      ],
    },
    tags: [{ key: 'project', value: 'planitai-kpi' }],
  };
}

export const deployment = (
  id,
  taskDefinition,
  rolloutState,
  status = 'PRIMARY',
  createdAt = '2026-01-01T00:00:00Z',
) => ({
  id,
  status,
  taskDefinition,
  rolloutState,
  rolloutStateReason: `the reason for ${rolloutState}`,
  createdAt,
});

export const service = (...deployments) => ({
  services: [
    {
      status: 'ACTIVE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
      deployments,
    },
  ],
});

export const before = service(deployment('ecs-svc/old', OLD_REVISION, 'COMPLETED'));
export const during = service(
  deployment('ecs-svc/new', NEW_REVISION, 'IN_PROGRESS', 'PRIMARY', '2026-02-01T00:00:00Z'),
  deployment('ecs-svc/old', OLD_REVISION, 'COMPLETED', 'ACTIVE'),
);
export const after = service(deployment('ecs-svc/new', NEW_REVISION, 'COMPLETED'));
const updated = (answer) => ({ service: answer.services[0] });

export const stopped = (container, stoppedReason = 'Essential container in task exited') => ({
  tasks: [{ lastStatus: 'STOPPED', stoppedReason, containers: [container] }],
});

export const record = (commit) =>
  JSON.stringify({ digest: OLD, taskDefinition: OLD_REVISION, commit, recordedAt: '2026-01-01T00:00:00Z' });
export const absent = (name) => ({
  code: 254,
  stderr: `An error occurred (${name}) when calling the operation: there is none`,
});
export const http = (status, body) => ({ stdout: String(status), body });

const checks = [
  'Back end (PostgreSQL 15)',
  'Back end (PostgreSQL 18)',
  'Web app',
  'Browser',
  'Infrastructure',
  'Image',
  'Secret scan',
];
export const checkRuns = (conclusions = {}) =>
  checks
    .map((name) =>
      JSON.stringify({ name, status: 'completed', conclusion: name in conclusions ? conclusions[name] : 'success' }),
    )
    .join('\n');

export const environment = (commit) => ({
  ENVIRONMENT: 'production',
  AWS_REGION: 'ap-northeast-1',
  IMAGE_DIGEST: NEW,
  COMMIT: commit,
  BASE_URL: 'https://kpi.example',
  GITHUB_REPOSITORY: 'planitai/kpi',
  SLACK_WEBHOOK_URL: WEBHOOK,
  GH_TOKEN: 'token-known-to-nobody',
  ACCEPTED_FINDINGS: join(import.meta.dirname, 'accepted-findings'),
});

export const alarm = (name, AlarmActions = ['topic']) => ({
  AlarmName: `planitai-kpi-production-${name}`,
  ActionsEnabled: true,
  AlarmActions,
});
const metricAlarms = [
  '5xx',
  'backend-cpu',
  'cache-evictions-one',
  'certificate-origin',
  'database-backup',
  'database-connections',
  'database-cpu',
  'database-storage',
  'failed-migrations',
  'job-queue-age',
  'latency-p99',
  'pool-wait',
  'sni-certificates',
  'unhealthy-targets',
];
/** All alarms of the region but those left out, and some more. */
export const alarms = (without = [], more = []) => ({
  MetricAlarms: metricAlarms
    .filter((name) => !without.includes(name))
    .map((name) => alarm(name))
    .concat(['slo-fast-long', 'slo-slow-long'].map((name) => alarm(name, [])), more),
  CompositeAlarms: ['slo-fast', 'slo-slow'].map((name) => ({
    ...alarm(name),
    AlarmRule: `ALARM("planitai-kpi-production-${name}-long")`,
  })),
});

/** Rules of a release from OLD to NEW that succeeds; what a test changes goes before them. */
export function cloud(oldCommit, newCommit) {
  return [
    ['aws ecs describe-services', before, before, during, after],
    ['aws ecs describe-task-definition | planitai-kpi-production-migrate', taskDefinition('migrate', 3, OLD)],
    ['aws ecs describe-task-definition', taskDefinition('server', 7, OLD)],
    ['aws ecs register-task-definition | production-migrate', revision('migrate', 4)],
    ['aws ecs register-task-definition | production-server', NEW_REVISION],
    ['aws ecs run-task', { tasks: [{ taskArn: `${ECS}:task/one` }], failures: [] }],
    ['aws ecs describe-tasks', { tasks: [{ lastStatus: 'RUNNING', containers: [{}] }] }, stopped({ exitCode: 0 })],
    [`aws ecs update-service | ${OLD_REVISION}`, updated(before)],
    ['aws ecs update-service', updated(during)],
    ['aws ssm get-parameter | /planitai-kpi/production/release/previous', record(oldCommit)],
    [
      'aws ssm get-parameter | /planitai-kpi/staging/release/rehearsed',
      JSON.stringify({ at: `${new Date().toISOString().slice(0, 19)}Z` }),
    ],
    ['aws ssm put-parameter', ''],
    [`aws ecr describe-images | ${OLD}`, { imageDetails: [{ imageDigest: OLD, imageTags: [oldCommit] }] }],
    [`aws ecr describe-images | ${NEW}`, { imageDetails: [{ imageDigest: NEW, imageTags: [newCommit] }] }],
    [
      'aws ecr describe-image-scan-findings',
      { imageScanStatus: { status: 'COMPLETE' }, imageScanFindings: { findingSeverityCounts: { HIGH: 2 } } },
    ],
    ['aws secretsmanager describe-secret', { VersionIdsToStages: { one: ['AWSCURRENT'] } }],
    [
      'aws application-autoscaling describe-scalable-targets',
      { ScalableTargets: [{ MinCapacity: 2, MaxCapacity: 10 }] },
    ],
    ['aws application-autoscaling describe-scaling-policies', { ScalingPolicies: [{ PolicyName: 'cpu' }] }],
    [
      'aws logs describe-log-groups',
      { logGroups: ['server', 'migrate'].map((name) => ({ logGroupName: `/planitai-kpi/production/${name}` })) },
    ],
    ['aws cloudwatch describe-alarms | us-east-1', { MetricAlarms: [alarm('certificate-cdn')], CompositeAlarms: [] }],
    ['aws cloudwatch describe-alarms', alarms()],
    ['aws cloudwatch get-dashboard', { DashboardBody: '{}' }],
    ['gh api', checkRuns()],
    ['curl --config -', ''],
    ['curl | /health', http(200, '{"status":"UP"}')],
    ['curl | /.well-known/jwks.json', http(200, '{"keys":[]}')],
    ['curl | /openapi.yaml', http(200, 'openapi: 3.1.0')],
    ['curl | /api/v1/kpis', http(401, '{"type":"/problems/unauthenticated"}')],
    ['curl', http(200, '<div id="root"></div>')],
  ];
}
