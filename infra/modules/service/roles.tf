# Who a task is. An execution role starts it (image, secrets, logs), one for each kind, so that starting the server does not
# entitle to the administrator's password. What runs in it reaches the files and nothing else.

data "aws_caller_identity" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id

  # A secret's ARN without the JSON key that follows it in a task definition.
  readable_secrets = { for kind, task in local.tasks : kind => distinct([
    for reference in values(task.secrets) : trimsuffix(reference, ":password::")
  ]) }

  log_group_arns = { for kind, task in local.tasks : kind =>
    "arn:aws:logs:${data.aws_region.current.name}:${local.account_id}:log-group:${task.log_group}"
  }

  # Only ECS in this account and region, so that no one else's task can take the role on.
  assumed_by_tasks = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account_id }
        ArnLike      = { "aws:SourceArn" = "arn:aws:ecs:${data.aws_region.current.name}:${local.account_id}:*" }
      }
    }]
  })
}

resource "aws_iam_role" "execution" {
  for_each = toset(["server", "migrate"])

  name               = "${var.name}-${each.key}-execution"
  description        = "Starts the ${each.key} task"
  assume_role_policy = local.assumed_by_tasks
}

resource "aws_iam_role_policy" "execution" {
  for_each = aws_iam_role.execution

  name = "start-${each.key}"
  role = each.value.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "RegistryToken"
        Effect   = "Allow"
        Action   = "ecr:GetAuthorizationToken"
        Resource = "*" # the action knows no resources
      },
      {
        Sid      = "Image"
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = var.repository_arn
      },
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${local.log_group_arns[each.key]}:*"
      },
      {
        Sid      = "Secrets"
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = local.readable_secrets[each.key]
      },
      {
        Sid       = "SecretsKey"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = var.kms_key_arn
        Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${data.aws_region.current.name}.amazonaws.com" } }
      },
    ]
  })
}

resource "aws_iam_role" "task" {
  name               = "${var.name}-task"
  description        = "What the program may do in AWS"
  assume_role_policy = local.assumed_by_tasks
}

resource "aws_iam_role_policy" "task" {
  name = "files"
  role = aws_iam_role.task.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Files"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
        Resource = "${var.files_bucket_arn}/*"
      },
      {
        Sid      = "ListFiles"
        Effect   = "Allow"
        Action   = "s3:ListBucket"
        Resource = var.files_bucket_arn
      },
      {
        Sid       = "FilesKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = var.kms_key_arn
        Condition = { StringEquals = { "kms:ViaService" = "s3.${data.aws_region.current.name}.amazonaws.com" } }
      },
    ]
  })
}
