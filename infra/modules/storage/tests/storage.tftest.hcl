mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_elb_service_account" {
    defaults = { arn = "arn:aws:iam::582318560864:root" }
  }

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::bucket" }
  }
}

variables {
  name              = "planitai-kpi-test"
  kms_key_arn       = "arn:aws:kms:ap-northeast-1:111122223333:key/test"
  deleted_file_days = 30
  access_log_days   = 90
}

run "blocks_public_access" {
  command = plan

  assert {
    condition = alltrue([for block in [aws_s3_bucket_public_access_block.files, aws_s3_bucket_public_access_block.access_logs] :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "Both buckets must refuse public access in all four ways."
  }

  assert {
    condition     = aws_s3_bucket.files.bucket == "planitai-kpi-test-files-111122223333"
    error_message = "Bucket names must be our own in the world."
  }
}

run "encrypts_and_keeps_what_was_deleted" {
  command = plan

  assert {
    condition = alltrue([for rule in aws_s3_bucket_server_side_encryption_configuration.files.rule :
      rule.apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms" && rule.apply_server_side_encryption_by_default[0].kms_master_key_id == var.kms_key_arn
    ])
    error_message = "Files must be encrypted with our key."
  }

  assert {
    condition     = alltrue([for rule in aws_s3_bucket_server_side_encryption_configuration.access_logs.rule : rule.apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"])
    error_message = "Access logs must be encrypted."
  }

  assert {
    condition     = aws_s3_bucket_versioning.files.versioning_configuration[0].status == "Enabled"
    error_message = "Files must be versioned."
  }

  assert {
    condition     = anytrue([for rule in aws_s3_bucket_lifecycle_configuration.files.rule : try(rule.noncurrent_version_expiration[0].noncurrent_days == 30, false)])
    error_message = "Deleted files must end after 30 days."
  }
}

run "speaks_tls_only" {
  command = apply

  assert {
    condition = alltrue([for policy in [aws_s3_bucket_policy.files.policy, aws_s3_bucket_policy.access_logs.policy] :
      anytrue([for statement in jsondecode(policy).Statement : statement.Effect == "Deny" && try(statement.Condition.Bool["aws:SecureTransport"], "") == "false"])
    ])
    error_message = "Both buckets must refuse requests without TLS."
  }

  assert {
    condition = alltrue([for statement in jsondecode(aws_s3_bucket_policy.access_logs.policy).Statement :
      statement.Action == "s3:PutObject" && strcontains(statement.Resource, "/AWSLogs/111122223333/") if statement.Effect == "Allow"
    ])
    error_message = "The load balancer may only write, and only its own logs."
  }
}

run "expires_no_file_that_is_in_use" {
  command = apply

  # What is not set is 0 here, as the mock makes it up.
  assert {
    condition     = alltrue([for rule in aws_s3_bucket_lifecycle_configuration.files.rule : alltrue([for expiration in rule.expiration : expiration.days == 0])])
    error_message = "Only what was deleted or overwritten may expire."
  }
}
