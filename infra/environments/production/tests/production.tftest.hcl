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

run "is_what_deployment_says_of_production" {
  command = plan

  assert {
    condition     = !local.shape.single_nat_gateway && local.shape.keep_data
    error_message = "Production must have a NAT gateway in each zone, and keep its data."
  }

  assert {
    condition = local.shape.task == {
      cpu               = 1024
      memory_mib        = 2048
      desired_count     = 2
      capacity_provider = "FARGATE"
      scaling           = { min = 2, max = 10, requests_per_minute = 6000 }
    }
    error_message = "Production must run 2 to 10 tasks of 1024/2048 that are not taken away."
  }

  assert {
    condition     = startswith(local.shape.database.instance_class, "db.r") && local.shape.database.multi_az && local.shape.database.performance_insights
    error_message = "Production's database must be of the r class, in two zones, with Performance Insights."
  }

  assert {
    condition     = local.shape.database.storage_gib == 20 && local.shape.database.max_storage_gib == 100 && local.shape.database.backup_days == 7
    error_message = "Production's database must grow from 20 to 100 GiB and keep 7 days of backups."
  }

  assert {
    condition     = length(module.cache.node_ids) == 2 && local.shape.cache.snapshot_days == 7
    error_message = "Production's cache must have two nodes and 7 days of snapshots."
  }

  assert {
    condition     = keys(module.ci.github_role_arns) == ["image", "plan", "production"]
    error_message = "Production must make the account's roles and its own."
  }
}

run "refuses_another_regions_zones_and_a_tag_for_a_digest" {
  command = plan

  variables {
    region       = "ap-northeast-2"
    image_digest = "latest"
  }

  expect_failures = [var.availability_zones, var.image_digest]
}
