# What a release does: look at everything, register a revision with the image's digest, run the migration, update the
# service, and remember what ran before.

locals {
  ecs        = "arn:aws:ecs:${local.region}:${local.account_id}"
  cluster    = "${local.ecs}:cluster/${var.name}"
  families   = [for kind in ["server", "migrate"] : "${local.ecs}:task-definition/${var.name}-${kind}:*"]
  parameters = "arn:aws:ssm:${local.region}:${local.account_id}:parameter/planitai-kpi"
}

resource "aws_iam_role_policy" "deploy" {
  name = "release"
  role = aws_iam_role.this["deploy"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Image"
        Effect   = "Allow"
        Action   = ["ecr:DescribeImages", "ecr:DescribeImageScanFindings"]
        Resource = local.repository_arn
      },
      {
        Sid       = "RunTask"
        Effect    = "Allow"
        Action    = "ecs:RunTask"
        Resource  = local.families
        Condition = { ArnEquals = { "ecs:cluster" = local.cluster } }
      },
      {
        Sid      = "Tasks"
        Effect   = "Allow"
        Action   = "ecs:DescribeTasks"
        Resource = "${local.ecs}:task/${var.name}/*"
      },
      {
        Sid      = "Service"
        Effect   = "Allow"
        Action   = ["ecs:DescribeServices", "ecs:UpdateService"]
        Resource = "${local.ecs}:service/${var.name}/${var.name}"
      },
      {
        Sid       = "TagRevisions"
        Effect    = "Allow"
        Action    = "ecs:TagResource"
        Resource  = local.families
        Condition = { StringEquals = { "ecs:CreateAction" = "RegisterTaskDefinition" } }
      },
      {
        Sid       = "RolesOfTasks"
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = var.passable_role_arns
        Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
      },
      {
        Sid      = "SecretsExist"
        Effect   = "Allow"
        Action   = "secretsmanager:DescribeSecret"
        Resource = var.secret_arns
      },
      {
        Sid      = "Dashboard"
        Effect   = "Allow"
        Action   = "cloudwatch:GetDashboard"
        Resource = "arn:aws:cloudwatch::${local.account_id}:dashboard/${var.name}"
      },
      {
        Sid      = "Record"
        Effect   = "Allow"
        Action   = ["ssm:GetParameter", "ssm:PutParameter"]
        Resource = "${local.parameters}/${var.environment}/release/*"
      },
      {
        Sid      = "Rehearsal"
        Effect   = "Allow"
        Action   = "ssm:GetParameter"
        Resource = "${local.parameters}/staging/release/rehearsed"
      },
      {
        # Actions that know no resources. A revision can be registered for any family, but only with the roles above, and only
        # the families above can be run.
        Sid    = "Unscoped"
        Effect = "Allow"
        Action = [
          "application-autoscaling:DescribeScalableTargets", "application-autoscaling:DescribeScalingPolicies",
          "cloudwatch:DescribeAlarms", "ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition",
          "logs:DescribeLogGroups",
        ]
        Resource = "*"
      },
    ]
  })
}
