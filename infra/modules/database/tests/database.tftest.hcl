mock_provider "aws" {
  # Where the database is and what RDS says about the secret that it keeps.
  mock_resource "aws_db_instance" {
    defaults = {
      address            = "database.example"
      master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:rds", kms_key_id = "key", secret_status = "active" }]
    }
  }
}

variables {
  name                      = "planitai-kpi-test"
  vpc_id                    = "vpc-1"
  subnet_ids                = ["subnet-1", "subnet-2"]
  client_security_group_id  = "sg-service"
  kms_key_arn               = "arn:aws:kms:ap-northeast-1:111122223333:key/test"
  instance_class            = "db.r6g.large"
  max_allocated_storage_gib = 100
  max_connections           = 1000
  multi_az                  = true
  backup_retention_days     = 7
  final_snapshot            = true
  deletion_protection       = true
  performance_insights      = true
  log_retention_days        = 90
}

run "is_not_public" {
  command = apply

  assert {
    condition     = aws_db_instance.this.publicly_accessible == false
    error_message = "The database must not be reachable from the internet."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.from_service.referenced_security_group_id == "sg-service" && aws_vpc_security_group_ingress_rule.from_service.cidr_ipv4 == null
    error_message = "Only the tasks' security group may come in."
  }

  assert {
    condition     = aws_db_instance.this.vpc_security_group_ids == toset([aws_security_group.this.id])
    error_message = "The instance must stand in its own security group alone."
  }

  assert {
    condition     = toset(aws_db_subnet_group.this.subnet_ids) == toset(var.subnet_ids) && aws_db_instance.this.db_subnet_group_name == aws_db_subnet_group.this.name
    error_message = "The instance must stand in the given private subnets."
  }
}

run "encrypts_everything" {
  command = plan

  assert {
    condition     = aws_db_instance.this.storage_encrypted && aws_db_instance.this.kms_key_id == var.kms_key_arn
    error_message = "Storage must be encrypted with our key."
  }

  assert {
    condition     = aws_db_instance.this.performance_insights_kms_key_id == var.kms_key_arn
    error_message = "Performance Insights must be encrypted with our key."
  }

  assert {
    condition     = length(aws_cloudwatch_log_group.export) == 2 && alltrue([for group in aws_cloudwatch_log_group.export : group.kms_key_id == var.kms_key_arn && group.retention_in_days == 90])
    error_message = "Logs must be encrypted with our key and end."
  }

  assert {
    condition     = anytrue([for parameter in aws_db_parameter_group.this.parameter : parameter.name == "rds.force_ssl" && parameter.value == "1"])
    error_message = "Connections without TLS must be refused."
  }
}

run "keeps_the_administrators_password_out_of_terraform" {
  command = plan

  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "RDS must make and keep the administrator's password."
  }

  assert {
    condition     = aws_db_instance.this.master_user_secret_kms_key_id == var.kms_key_arn
    error_message = "The password's secret must be encrypted with our key."
  }
}

run "names_no_password_in_the_url_and_verifies_the_server" {
  command = apply

  assert {
    condition     = output.url == "postgresql://planitai_admin@database.example:5432/planitai?sslmode=verify-full&sslrootcert=/app/certificates/aws-rds-global.pem"
    error_message = "The URL must name the administrator without a password and ask for the server's certificate: ${output.url}"
  }

  assert {
    condition     = output.administrator_secret_arn == "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:rds"
    error_message = "The secret must be the one that RDS keeps."
  }
}

run "grows_and_takes_many_locks" {
  command = plan

  assert {
    condition     = aws_db_instance.this.storage_type == "gp3" && aws_db_instance.this.allocated_storage == 20 && aws_db_instance.this.max_allocated_storage == 100
    error_message = "Storage must be gp3 and grow from 20 to 100 GiB."
  }

  assert {
    condition     = anytrue([for parameter in aws_db_parameter_group.this.parameter : parameter.name == "max_locks_per_transaction" && tonumber(parameter.value) >= 256])
    error_message = "max_locks_per_transaction must be at least 256."
  }

  assert {
    condition     = anytrue([for parameter in aws_db_parameter_group.this.parameter : parameter.name == "log_parameter_max_length" && parameter.value == "0"])
    error_message = "Values of slow statements must not be logged."
  }
}

run "keeps_backups_and_survives_a_zone_and_a_mistake" {
  command = plan

  assert {
    condition     = aws_db_instance.this.backup_retention_period == 7 && aws_db_instance.this.backup_window == "03:00-04:00" && aws_db_instance.this.maintenance_window == "mon:04:00-mon:05:00"
    error_message = "Backups must reach back 7 days, in the windows that deployment.md names."
  }

  assert {
    condition     = aws_db_instance.this.multi_az && aws_db_instance.this.deletion_protection
    error_message = "A standby and deletion protection were asked for."
  }

  assert {
    condition     = !aws_db_instance.this.skip_final_snapshot && aws_db_instance.this.final_snapshot_identifier == "planitai-kpi-test-final" && !aws_db_instance.this.delete_automated_backups
    error_message = "A final snapshot was asked for."
  }
}

run "refuses_to_go_without_backups" {
  command = plan

  variables {
    backup_retention_days = 0
  }

  expect_failures = [var.backup_retention_days]
}

run "refuses_few_locks_and_storage_that_cannot_grow" {
  command = plan

  variables {
    max_locks_per_transaction = 64
    max_allocated_storage_gib = 20
  }

  expect_failures = [var.max_locks_per_transaction, var.max_allocated_storage_gib]
}
