# Terraform 1.11 cannot mock a provider of ephemeral resources, so this is AWS's own provider, which plans the whole environment
# without a network: values of secrets are not generated, and what would be looked up is given.

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
  target = module.ci.data.aws_caller_identity.current
  values = { account_id = "111122223333" }
}

override_data {
  target = module.monitoring.data.aws_caller_identity.current
  values = { account_id = "111122223333" }
}

override_data {
  target = module.secrets.data.aws_caller_identity.current
  values = { account_id = "111122223333" }
}

override_data {
  target = module.service.data.aws_caller_identity.current
  values = { account_id = "111122223333" }
}

override_data {
  target = module.storage.data.aws_caller_identity.current
  values = { account_id = "111122223333" }
}

override_data {
  target = module.edge.data.aws_ec2_managed_prefix_list.cloudfront
  values = { id = "pl-cloudfront" }
}

# The firewalls have tests of their own, and take long to plan.
override_module {
  target  = module.edge.module.cdn_firewall
  outputs = { web_acl_arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/cdn/1" }
}

override_module {
  target  = module.edge.module.load_balancer_firewall
  outputs = { web_acl_arn = "arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/load-balancer/1" }
}

variables {
  generate_secrets = false
}

run "is_what_deployment_says_of_staging" {
  command = plan

  assert {
    condition     = local.shape.single_nat_gateway && !local.shape.keep_data
    error_message = "Staging must have one NAT gateway, and can be thrown away."
  }

  assert {
    condition = local.shape.task == {
      cpu               = 512
      memory_mib        = 1024
      desired_count     = 1
      capacity_provider = "FARGATE_SPOT"
      scaling           = { min = 1, max = 2, requests_per_minute = 3000 }
    }
    error_message = "Staging must run one task of 512/1024 on spot capacity, and a second under load."
  }

  assert {
    condition     = local.shape.database.instance_class == "db.t4g.micro" && !local.shape.database.multi_az && !local.shape.database.performance_insights
    error_message = "Staging's database must be the smallest, in one zone."
  }

  assert {
    condition     = local.shape.database.storage_gib == 20 && local.shape.database.max_storage_gib == 50 && local.shape.database.backup_days == 1
    error_message = "Staging's database must grow from 20 to 50 GiB and keep a day of backups."
  }

  assert {
    condition     = length(module.cache.node_ids) == 1 && local.shape.cache.snapshot_days == 0
    error_message = "Staging's cache must be one node without snapshots."
  }

  assert {
    condition     = keys(module.ci.github_role_arns) == ["staging"]
    error_message = "Staging must leave the account's roles to production."
  }
}
