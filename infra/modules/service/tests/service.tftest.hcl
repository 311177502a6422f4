mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_region" {
    defaults = { name = "ap-northeast-1" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/some" }
  }
}

variables {
  name                              = "planitai-kpi-test"
  environment                       = "production"
  image                             = "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/planitai-kpi@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  repository_arn                    = "arn:aws:ecr:ap-northeast-1:111122223333:repository/planitai-kpi"
  cpu                               = 1024
  memory_mib                        = 2048
  desired_count                     = 2
  scaling                           = { min = 2, max = 10, requests_per_minute = 6000 }
  capacity_provider                 = "FARGATE"
  subnet_ids                        = ["subnet-1", "subnet-2"]
  security_group_id                 = "sg-service"
  target_group_arn                  = "arn:aws:elasticloadbalancing:ap-northeast-1:111122223333:targetgroup/test/1"
  target_group_arn_suffix           = "targetgroup/test/1"
  load_balancer_arn_suffix          = "app/test/1"
  deployment_alarm_names            = ["planitai-kpi-test-5xx"]
  server_log_group                  = "/planitai-kpi/test/server"
  migrate_log_group                 = "/planitai-kpi/test/migrate"
  kms_key_arn                       = "arn:aws:kms:ap-northeast-1:111122223333:key/test"
  files_bucket                      = "files"
  files_bucket_arn                  = "arn:aws:s3:::files"
  database_url                      = "postgresql://planitai_admin@database.example:5432/planitai?sslmode=verify-full"
  database_administrator_secret_arn = "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:rds"
  master_key_secret_arn             = "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:master-key"
  redis_url_secret_arn              = "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:redis-url"
  operator_email                    = "operator@example.com"
  operator_password_secret_arn      = "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:operator-password"
  settings                          = { SIGNUP = "closed" }
}

run "rolls_back_by_itself" {
  command = plan

  assert {
    condition     = aws_ecs_service.this.deployment_circuit_breaker[0].enable && aws_ecs_service.this.deployment_circuit_breaker[0].rollback
    error_message = "The circuit breaker must be on and roll back."
  }

  assert {
    condition     = aws_ecs_service.this.alarms[0].enable && aws_ecs_service.this.alarms[0].rollback && aws_ecs_service.this.alarms[0].alarm_names == toset(["planitai-kpi-test-5xx"])
    error_message = "Alarms must roll a deployment back."
  }

  assert {
    condition     = aws_ecs_service.this.deployment_minimum_healthy_percent == 100 && aws_ecs_service.this.deployment_maximum_percent == 200
    error_message = "A deployment must never run fewer tasks than wanted, and at most twice as many."
  }
}

run "runs_in_private_subnets" {
  command = plan

  assert {
    condition     = aws_ecs_service.this.network_configuration[0].assign_public_ip == false && aws_ecs_service.this.network_configuration[0].subnets == toset(var.subnet_ids)
    error_message = "Tasks must have no public address."
  }

  assert {
    condition     = aws_ecs_service.this.network_configuration[0].security_groups == toset(["sg-service"]) && aws_ecs_service.this.enable_execute_command == false
    error_message = "Tasks must stand in their security group, and nobody log in to them."
  }
}

run "puts_no_secret_into_plain_environment" {
  command = plan

  assert {
    condition = alltrue([for definition in aws_ecs_task_definition.this : alltrue([for variable in jsondecode(definition.container_definitions)[0].environment :
      !contains(["MASTER_KEY", "REDIS_URL", "DATABASE_PASSWORD", "OPERATOR_PASSWORD", "PREVIOUS_MASTER_KEY"], variable.name)
    ])])
    error_message = "Secrets must come from Secrets Manager."
  }

  assert {
    condition = { for secret in jsondecode(aws_ecs_task_definition.this["server"].container_definitions)[0].secrets : secret.name => secret.valueFrom } == {
      MASTER_KEY        = var.master_key_secret_arn
      OPERATOR_PASSWORD = var.operator_password_secret_arn
      REDIS_URL         = var.redis_url_secret_arn
    }
    error_message = "The server must get MASTER_KEY, REDIS_URL and the operator's password, and not the database's."
  }

  assert {
    condition = { for secret in jsondecode(aws_ecs_task_definition.this["migrate"].container_definitions)[0].secrets : secret.name => secret.valueFrom } == {
      DATABASE_PASSWORD = "${var.database_administrator_secret_arn}:password::"
      MASTER_KEY        = var.master_key_secret_arn
      REDIS_URL         = var.redis_url_secret_arn
    }
    error_message = "The migration must get the administrator's password from RDS's secret, MASTER_KEY and REDIS_URL."
  }
}

run "gives_the_server_what_it_is_configured_by" {
  command = plan

  assert {
    condition = { for variable in jsondecode(aws_ecs_task_definition.this["server"].container_definitions)[0].environment : variable.name => variable.value } == {
      DATABASE_URL       = var.database_url
      DRAIN_TIME         = "PT20S"
      ENVIRONMENT        = "production"
      OBJECT_STORE       = "s3://files?region=ap-northeast-1"
      OPERATOR_EMAIL     = "operator@example.com"
      PORT               = "8000"
      SIGNUP             = "closed"
      TRUSTED_PROXY_HOPS = "2"
    }
    error_message = "The server's environment is not what the contract says."
  }

  assert {
    condition = { for variable in jsondecode(aws_ecs_task_definition.this["migrate"].container_definitions)[0].environment : variable.name => variable.value } == {
      DATABASE_URL = var.database_url
      ENVIRONMENT  = "production"
      OBJECT_STORE = "s3://files?region=ap-northeast-1"
    }
    error_message = "An operator's commands must find the same database and files."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.this["server"].container_definitions)[0].command == ["serve"] && jsondecode(aws_ecs_task_definition.this["migrate"].container_definitions)[0].command == ["migrate"]
    error_message = "Both tasks are the image with another command."
  }
}

run "confines_the_containers" {
  command = plan

  assert {
    condition = alltrue([for definition in aws_ecs_task_definition.this : alltrue([for container in jsondecode(definition.container_definitions) :
      container.readonlyRootFilesystem && !container.privileged && container.user == "10001" && container.linuxParameters.capabilities.drop == ["ALL"]
    ])])
    error_message = "Containers must run without root, capabilities and a writable file system."
  }

  assert {
    condition = alltrue([for definition in aws_ecs_task_definition.this :
      jsondecode(definition.container_definitions)[0].mountPoints == [{ containerPath = "/tmp", readOnly = false, sourceVolume = "tmp" }] && toset([for volume in definition.volume : volume.name]) == toset(["tmp"])
    ])
    error_message = "/tmp alone must be writable."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.this["server"].container_definitions)[0].stopTimeout > 20
    error_message = "A task must have longer to stop than DRAIN_TIME."
  }

  assert {
    condition     = endswith(join(" ", jsondecode(aws_ecs_task_definition.this["server"].container_definitions)[0].healthCheck.command), "@/app/probe.arguments http://127.0.0.1:8000/health/live") && !can(jsondecode(aws_ecs_task_definition.this["migrate"].container_definitions)[0].healthCheck)
    error_message = "The server's container must be checked by its probe on /health/live, the migration not at all."
  }

  assert {
    condition = alltrue([for definition in aws_ecs_task_definition.this :
      jsondecode(definition.container_definitions)[0].logConfiguration.logDriver == "awslogs" && jsondecode(definition.container_definitions)[0].logConfiguration.options.mode == "non-blocking"
    ])
    error_message = "Logs must go to CloudWatch without holding up requests."
  }
}

run "scales_on_processors_and_on_requests" {
  command = plan

  assert {
    condition     = aws_appautoscaling_target.this.min_capacity == 2 && aws_appautoscaling_target.this.max_capacity == 10
    error_message = "The service must scale from 2 to 10 tasks."
  }

  assert {
    condition     = aws_appautoscaling_policy.cpu.target_tracking_scaling_policy_configuration[0].target_value == 70 && aws_appautoscaling_policy.cpu.target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].predefined_metric_type == "ECSServiceAverageCPUUtilization"
    error_message = "It must scale on 70 % CPU."
  }

  assert {
    condition     = aws_appautoscaling_policy.requests.target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].predefined_metric_type == "ALBRequestCountPerTarget" && aws_appautoscaling_policy.requests.target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].resource_label == "app/test/1/targetgroup/test/1"
    error_message = "It must scale on requests of each task too."
  }

  assert {
    condition = alltrue([for policy in [aws_appautoscaling_policy.cpu, aws_appautoscaling_policy.requests] :
      policy.target_tracking_scaling_policy_configuration[0].scale_out_cooldown == 60 && policy.target_tracking_scaling_policy_configuration[0].scale_in_cooldown == 300
    ])
    error_message = "It must scale out after 60 s and in after 300 s."
  }
}

run "gives_roles_no_more_than_they_need" {
  command = plan

  assert {
    condition = alltrue([for policy in concat([aws_iam_role_policy.task], values(aws_iam_role_policy.execution)) : alltrue([for statement in jsondecode(policy.policy).Statement :
      alltrue([for action in flatten([statement.Action]) : !strcontains(action, "*")]) && (statement.Resource != "*" || statement.Action == "ecr:GetAuthorizationToken")
    ])])
    error_message = "No role may have an action with a wildcard, or any but the registry's token on every resource."
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(aws_iam_role_policy.execution["server"].policy).Statement : statement.Resource if statement.Sid == "Secrets"])) == toset([
      var.master_key_secret_arn, var.operator_password_secret_arn, var.redis_url_secret_arn,
    ])
    error_message = "Starting the server must not entitle to the administrator's password."
  }

  assert {
    condition     = toset(flatten([for statement in jsondecode(aws_iam_role_policy.task.policy).Statement : statement.Resource])) == toset(["arn:aws:s3:::files", "arn:aws:s3:::files/*", var.kms_key_arn])
    error_message = "The program must reach its files and their key alone."
  }

  assert {
    condition     = jsondecode(aws_iam_role.task.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "111122223333"
    error_message = "Only tasks of this account may take the role on."
  }
}

run "keeps_one_off_tasks_off_spot_capacity" {
  command = plan

  variables {
    capacity_provider = "FARGATE_SPOT"
  }

  assert {
    condition     = one(aws_ecs_service.this.capacity_provider_strategy).capacity_provider == "FARGATE_SPOT"
    error_message = "The service must run on spot capacity when told to."
  }

  assert {
    condition     = one(aws_ecs_cluster_capacity_providers.this.default_capacity_provider_strategy).capacity_provider == "FARGATE"
    error_message = "A task that names no capacity (migration, release gate) must not be taken away."
  }

  assert {
    condition     = anytrue([for setting in aws_ecs_cluster.this.setting : setting.name == "containerInsights" && setting.value == "enabled"])
    error_message = "Container insights must be on."
  }
}

run "traces_when_there_is_where_to" {
  command = plan

  variables {
    trace_endpoint = "https://traces.example.com"
  }

  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.this["server"].container_definitions)[0].environment, { name = "OTEL_EXPORTER_OTLP_ENDPOINT", value = "https://traces.example.com" })
    error_message = "The endpoint must reach the server."
  }
}

run "traces_to_port_443" {
  command = plan

  variables {
    trace_endpoint = "https://traces.example.com:443/otlp"
  }

  assert {
    condition     = contains(jsondecode(aws_ecs_task_definition.this["server"].container_definitions)[0].environment, { name = "OTEL_EXPORTER_OTLP_ENDPOINT", value = var.trace_endpoint })
    error_message = "Port 443 may be written out, and a path follow."
  }
}

run "refuses_traces_to_a_port_that_is_closed" {
  command = plan

  variables {
    trace_endpoint = "https://traces.example.com:4318"
  }

  expect_failures = [var.trace_endpoint]
}

run "refuses_a_tag_for_a_digest" {
  command = plan

  variables {
    image = "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/planitai-kpi:latest"
  }

  expect_failures = [var.image]
}

run "refuses_secrets_in_plain_sight" {
  command = plan

  variables {
    database_url = "postgresql://planitai_admin:secret@database.example:5432/planitai"
    settings     = { GEMINI_API_KEY = "secret" }
  }

  expect_failures = [var.database_url, var.settings]
}
