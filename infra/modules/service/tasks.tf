# What runs: the server, and the migration that a release runs once before it, which is also what an operator's commands run
# as. Both are the same image, named by digest, and only the second knows the administrator's password. These are the first
# revisions; a release registers the next ones, the same but for the digest.

data "aws_region" "current" {}

locals {
  port = 8000

  # Longer than DRAIN_TIME, so that a task ends by itself.
  stop_timeout_seconds = 60
  drain_time           = "PT20S"

  # Log lines wait here when CloudWatch is slow; what does not fit is dropped instead of holding up requests.
  log_buffer = "4m"

  # CloudFront and the load balancer each append to X-Forwarded-For.
  trusted_proxy_hops = 2

  common_environment = {
    ENVIRONMENT  = var.environment
    DATABASE_URL = var.database_url
    OBJECT_STORE = "s3://${var.files_bucket}?region=${data.aws_region.current.name}"
  }

  common_secrets = {
    MASTER_KEY = var.master_key_secret_arn
    REDIS_URL  = var.redis_url_secret_arn
  }

  tracing_environment = var.trace_endpoint == null ? {} : {
    OTEL_EXPORTER_OTLP_ENDPOINT = var.trace_endpoint
    OTEL_SERVICE_NAME           = var.name
    OTEL_TRACES_SAMPLER_ARG     = tostring(var.trace_sample_ratio)
  }

  operator_environment = var.operator_email == null ? {} : { OPERATOR_EMAIL = var.operator_email }
  operator_secrets     = var.operator_email == null ? {} : { OPERATOR_PASSWORD = var.operator_password_secret_arn }

  # Whether the process answers, not whether the database does: a failover must not restart every task.
  health_check = {
    command     = ["CMD", "/opt/java/bin/java", "@/app/probe.arguments", "http://127.0.0.1:${local.port}/health/live"]
    interval    = 30
    timeout     = 10
    retries     = 3
    startPeriod = 60
  }

  tasks = {
    server = {
      command = ["serve"]
      environment = merge(var.settings, local.common_environment, local.tracing_environment, local.operator_environment, {
        PORT               = tostring(local.port)
        DRAIN_TIME         = local.drain_time
        TRUSTED_PROXY_HOPS = tostring(local.trusted_proxy_hops)
      })
      secrets      = merge(local.operator_secrets, local.common_secrets)
      log_group    = var.server_log_group
      port         = local.port
      health_check = local.health_check
    }

    migrate = {
      command     = ["migrate"]
      environment = local.common_environment
      secrets = merge(local.common_secrets, {
        DATABASE_PASSWORD = "${var.database_administrator_secret_arn}:password::"
      })
      log_group    = var.migrate_log_group
      port         = null
      health_check = null
    }
  }

  # What has no value in one of the tasks is left out of it.
  containers = { for kind, task in local.tasks : kind => { for setting, value in {
    name      = kind
    image     = var.image
    command   = task.command
    essential = true

    environment = [for variable in sort(keys(task.environment)) : { name = variable, value = task.environment[variable] }]
    secrets     = [for variable in sort(keys(task.secrets)) : { name = variable, valueFrom = task.secrets[variable] }]

    user                   = "10001"
    privileged             = false
    readonlyRootFilesystem = true
    linuxParameters        = { capabilities = { add = [], drop = ["ALL"] } }
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
    volumesFrom            = []
    systemControls         = []
    portMappings           = task.port == null ? [] : [{ containerPort = task.port, hostPort = task.port, protocol = "tcp" }]
    healthCheck            = task.health_check
    stopTimeout            = local.stop_timeout_seconds

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = task.log_group
        awslogs-region        = data.aws_region.current.name
        awslogs-stream-prefix = kind
        mode                  = "non-blocking"
        max-buffer-size       = local.log_buffer
      }
    }
  } : setting => value if value != null } }
}

resource "aws_ecs_task_definition" "this" {
  for_each = local.tasks

  family                   = "${var.name}-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory_mib
  execution_role_arn       = aws_iam_role.execution[each.key].arn
  task_role_arn            = aws_iam_role.task.arn
  container_definitions    = jsonencode([local.containers[each.key]])

  # Revisions stay, so that a release can go back to one.
  skip_destroy = true

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }

  # Storage of the task that vanishes with it; Fargate encrypts it.
  volume {
    name = "tmp"
  }
}
