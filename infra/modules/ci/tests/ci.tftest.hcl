mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_region" {
    defaults = { name = "ap-northeast-1" }
  }
}

variables {
  name               = "planitai-kpi-production"
  environment        = "production"
  owns_account       = true
  github_repository  = "planitai/kpi"
  kms_key_arn        = "arn:aws:kms:ap-northeast-1:111122223333:key/test"
  passable_role_arns = ["arn:aws:iam::111122223333:role/server", "arn:aws:iam::111122223333:role/server-execution", "arn:aws:iam::111122223333:role/migrate-execution"]
  secret_arns        = ["arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:master-key"]
  state_bucket       = "state"
}

run "keeps_images_immutable_scanned_and_encrypted" {
  command = plan

  assert {
    condition     = aws_ecr_repository.this[0].image_tag_mutability == "IMMUTABLE" && aws_ecr_repository.this[0].name == "planitai-kpi"
    error_message = "A tag must never be moved to another image."
  }

  assert {
    condition     = aws_ecr_repository.this[0].image_scanning_configuration[0].scan_on_push
    error_message = "Images must be scanned when they are pushed."
  }

  assert {
    condition     = aws_ecr_repository.this[0].encryption_configuration[0].encryption_type == "KMS" && aws_ecr_repository.this[0].encryption_configuration[0].kms_key == var.kms_key_arn
    error_message = "Images must be encrypted with our key."
  }

  assert {
    condition     = length(jsondecode(aws_ecr_lifecycle_policy.this[0].policy).rules) == 2
    error_message = "Old images must end."
  }
}

run "opens_each_role_to_one_environment_of_one_repository" {
  command = plan

  assert {
    condition = { for role, settings in aws_iam_role.this : settings.name => jsondecode(settings.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] } == {
      planitai-kpi-plan              = "repo:planitai/kpi:environment:plan"
      planitai-kpi-production-deploy = "repo:planitai/kpi:environment:production"
      planitai-kpi-push              = "repo:planitai/kpi:environment:image"
    }
    error_message = "Roles must be bound to repository and environment, letter by letter."
  }

  assert {
    condition = alltrue([for role in aws_iam_role.this :
      jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"
      && jsondecode(role.assume_role_policy).Statement[0].Principal.Federated == "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
      && keys(jsondecode(role.assume_role_policy).Statement[0].Condition) == ["StringEquals"]
    ])
    error_message = "Tokens must be GitHub's, made for AWS, and compared letter by letter."
  }
}

run "lets_a_release_do_no_more_than_release" {
  command = plan

  assert {
    condition = alltrue(flatten([for policy in [aws_iam_role_policy.deploy, aws_iam_role_policy.push[0]] : [for statement in jsondecode(policy.policy).Statement : [
      for action in flatten([statement.Action]) : !strcontains(action, "*")
    ]]]))
    error_message = "A release must have no action with a wildcard."
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(aws_iam_role_policy.deploy.policy).Statement : statement.Action if statement.Resource == "*"])) == toset([
      "application-autoscaling:DescribeScalableTargets", "application-autoscaling:DescribeScalingPolicies", "cloudwatch:DescribeAlarms",
      "ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition", "logs:DescribeLogGroups",
    ])
    error_message = "Only actions that know no resources may be on all of them."
  }

  assert {
    condition = jsonencode([for statement in jsondecode(aws_iam_role_policy.deploy.policy).Statement : statement if contains(flatten([statement.Action]), "iam:PassRole")]) == jsonencode([{
      Sid       = "RolesOfTasks"
      Effect    = "Allow"
      Action    = "iam:PassRole"
      Resource  = var.passable_role_arns
      Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
    }])
    error_message = "A release must hand on only the tasks' roles, and only to tasks."
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(aws_iam_role_policy.deploy.policy).Statement : statement.Resource if contains(flatten([statement.Action]), "ecs:UpdateService")])) == toset([
      "arn:aws:ecs:ap-northeast-1:111122223333:service/planitai-kpi-production/planitai-kpi-production",
    ])
    error_message = "A release must update its own service alone."
  }

  assert {
    condition = one([for statement in jsondecode(aws_iam_role_policy.deploy.policy).Statement : statement.Condition.ArnEquals["ecs:cluster"] if statement.Action == "ecs:RunTask"
    ]) == "arn:aws:ecs:ap-northeast-1:111122223333:cluster/planitai-kpi-production"
    error_message = "A release must run tasks in its own cluster alone."
  }

  assert {
    condition     = toset(flatten([for statement in jsondecode(aws_iam_role_policy.deploy.policy).Statement : statement.Action if contains(flatten([statement.Resource]), var.secret_arns[0])])) == toset(["secretsmanager:DescribeSecret"])
    error_message = "A release must see that secrets exist, not what they are."
  }
}

run "lets_a_plan_read_no_secret_file_or_log" {
  command = plan

  assert {
    condition = length(setintersection(flatten([for statement in jsondecode(aws_iam_role_policy.plan[0].policy).Statement : statement.Action]), [
      "secretsmanager:GetSecretValue", "secretsmanager:Get*", "secretsmanager:*", "kms:Decrypt", "kms:*", "s3:Get*", "s3:*", "logs:Get*", "logs:*", "*",
    ])) == 0
    error_message = "Code of a pull request must not get at values."
  }

  assert {
    condition     = toset([for statement in jsondecode(aws_iam_role_policy.plan[0].policy).Statement : statement.Resource if contains(flatten([statement.Action]), "s3:GetObject")]) == toset(["arn:aws:s3:::state/planitai-kpi/*"])
    error_message = "Of all objects it must read the states alone."
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(aws_iam_role_policy.plan[0].policy).Statement : statement.Resource if contains(flatten([statement.Action]), "s3:ListBucket")])) == toset([
      "arn:aws:s3:::state",
      "arn:aws:s3:::planitai-kpi-staging-files-111122223333", "arn:aws:s3:::planitai-kpi-staging-access-logs-111122223333",
      "arn:aws:s3:::planitai-kpi-production-files-111122223333", "arn:aws:s3:::planitai-kpi-production-access-logs-111122223333",
    ])
    error_message = "A refresh must see that our buckets exist, and no others."
  }

  assert {
    condition = alltrue(flatten([for statement in jsondecode(aws_iam_role_policy.plan[0].policy).Statement : [for action in flatten([statement.Action]) :
      can(regex("^[a-z0-9-]+:(Describe|Get|List)", action))
    ]]))
    error_message = "A plan must change nothing."
  }
}

run "makes_the_accounts_things_once" {
  command = plan

  variables {
    owns_account = false
  }

  assert {
    condition     = length(aws_ecr_repository.this) == 0 && length(aws_iam_openid_connect_provider.github) == 0 && keys(aws_iam_role.this) == ["deploy"]
    error_message = "An environment that does not own the account makes its own role alone."
  }

  assert {
    condition     = output.repository_url == "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/planitai-kpi"
    error_message = "It must still find the registry."
  }
}

run "refuses_wildcards" {
  command = plan

  variables {
    github_repository  = "planitai/*"
    passable_role_arns = ["arn:aws:iam::111122223333:role/*"]
  }

  expect_failures = [var.github_repository, var.passable_role_arns]
}
