# Terraform 1.11 cannot mock a provider of ephemeral resources, so this is AWS's own provider, which plans without a network.
# That generated values are what they must be, and never in plan or state, is shown by infra/test/terraform-plans.

provider "aws" {
  region                      = "ap-northeast-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

provider "aws" {
  alias                       = "us_east_1"
  region                      = "us-east-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

override_data {
  target = data.aws_caller_identity.current
  values = { account_id = "111122223333" }
}

variables {
  name                 = "planitai-kpi-test"
  generate             = false
  recovery_window_days = 30
  cache                = { user = "planitai-kpi-test", address = "cache.example", port = 6379 }
}

run "turns_the_key_and_lets_it_be_deleted_slowly" {
  command = plan

  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.deletion_window_in_days == 30 && aws_kms_key.this.multi_region
    error_message = "The key must rotate, have a replica and be deletable after 30 days at the earliest."
  }

  assert {
    condition = alltrue([for statement in jsondecode(aws_kms_key.this.policy).Statement :
      length(setsubtract(flatten([statement.Action]), ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"])) == 0
      if statement.Sid != "IamOfThisAccount"
    ])
    error_message = "Services must use the key and not administer it."
  }
}

run "lets_only_log_groups_of_this_account_use_it" {
  command = plan

  assert {
    condition = one([for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Condition.ArnLike["kms:EncryptionContext:aws:logs:arn"]
      if statement.Sid == "LogGroupsOfThisAccount"
    ]) == "arn:aws:logs:*:111122223333:log-group:*"
    error_message = "CloudWatch must use the key for log groups of this account only."
  }
}

run "encrypts_secrets_with_it_and_can_bring_them_back" {
  command = plan

  override_resource {
    target          = aws_kms_key.this
    override_during = plan
    values          = { arn = "arn:aws:kms:ap-northeast-1:111122223333:key/test", key_id = "test" }
  }

  assert {
    condition     = alltrue([for secret in aws_secretsmanager_secret.this : secret.kms_key_id == aws_kms_key.this.arn && secret.recovery_window_in_days == 30])
    error_message = "Secrets must be encrypted with our key and recoverable."
  }

  assert {
    condition     = toset([for secret in aws_secretsmanager_secret.this : secret.name]) == toset(["planitai-kpi-test/master-key", "planitai-kpi-test/operator-password", "planitai-kpi-test/redis-url"])
    error_message = "The secrets must be master-key, operator-password and redis-url."
  }

  assert {
    condition     = length(aws_secretsmanager_secret_version.master_key) + length(aws_secretsmanager_secret_version.redis_url) + length(aws_secretsmanager_secret_version.operator_password) == 0
    error_message = "No value must be written when an operator puts them in."
  }
}

run "refuses_a_master_key_that_cannot_be_brought_back" {
  command = plan

  variables {
    recovery_window_days = 0
  }

  expect_failures = [var.recovery_window_days]
}
