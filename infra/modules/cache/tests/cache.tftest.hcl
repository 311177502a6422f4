mock_provider "aws" {}

variables {
  name                     = "planitai-kpi-test"
  vpc_id                   = "vpc-1"
  subnet_ids               = ["subnet-1", "subnet-2"]
  client_security_group_id = "sg-service"
  kms_key_arn              = "arn:aws:kms:ap-northeast-1:111122223333:key/test"
  node_type                = "cache.t4g.small"
  nodes                    = 2
  snapshot_retention_days  = 7
}

run "is_private_and_encrypted" {
  command = apply

  assert {
    condition     = aws_elasticache_replication_group.this.transit_encryption_enabled && aws_elasticache_replication_group.this.transit_encryption_mode == "required"
    error_message = "Connections without TLS must be refused."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.at_rest_encryption_enabled == "true" && aws_elasticache_replication_group.this.kms_key_id == var.kms_key_arn
    error_message = "The cache must be encrypted at rest with our key."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.from_service.referenced_security_group_id == "sg-service" && aws_vpc_security_group_ingress_rule.from_service.cidr_ipv4 == null
    error_message = "Only the tasks' security group may come in."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.security_group_ids == toset([aws_security_group.this.id])
    error_message = "The cache must stand in its own security group alone."
  }
}

run "asks_every_client_who_it_is" {
  command = plan

  assert {
    condition     = aws_elasticache_replication_group.this.user_group_ids == toset(["planitai-kpi-test"])
    error_message = "The cache must know its users."
  }

  assert {
    condition     = aws_elasticache_user_group.this.user_ids == toset([aws_elasticache_user.service.user_id]) && aws_elasticache_user.service.no_password_required == null
    error_message = "The only user must be the service's, and prove itself."
  }

  assert {
    condition     = aws_elasticache_user.service.passwords == null && aws_elasticache_user.service.authentication_mode[0].passwords == null && aws_elasticache_replication_group.this.auth_token == null
    error_message = "No password may pass through Terraform's state."
  }

  assert {
    condition     = strcontains(aws_elasticache_user.service.access_string, "-@admin -@dangerous")
    error_message = "The service must not administer the cache."
  }
}

run "survives_a_zone_with_two_nodes" {
  command = plan

  assert {
    condition     = aws_elasticache_replication_group.this.automatic_failover_enabled && aws_elasticache_replication_group.this.multi_az_enabled && aws_elasticache_replication_group.this.num_cache_clusters == 2
    error_message = "Two nodes must stand in two zones and take over from each other."
  }

  assert {
    condition     = aws_elasticache_replication_group.this.snapshot_retention_limit == 7 && aws_elasticache_replication_group.this.engine == "valkey" && startswith(aws_elasticache_replication_group.this.engine_version, "7.")
    error_message = "Valkey 7 with snapshots of 7 days was asked for."
  }

  assert {
    condition     = output.node_ids == ["planitai-kpi-test-001", "planitai-kpi-test-002"]
    error_message = "Nodes must be named as ElastiCache names them."
  }
}

run "is_one_node_when_told_to" {
  command = plan

  variables {
    nodes = 1
  }

  assert {
    condition     = !aws_elasticache_replication_group.this.automatic_failover_enabled && !aws_elasticache_replication_group.this.multi_az_enabled
    error_message = "One node cannot take over from another."
  }
}
