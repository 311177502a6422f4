mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "ap-northeast-1" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:ap-northeast-1:111122223333:log-group:flow" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/flow" }
  }
}

variables {
  name                    = "planitai-kpi-test"
  availability_zones      = ["ap-northeast-1a", "ap-northeast-1c"]
  single_nat_gateway      = false
  interface_endpoints     = true
  flow_log_retention_days = 90
  kms_key_arn             = "arn:aws:kms:ap-northeast-1:111122223333:key/test"
}

run "spreads_subnets_over_two_zones" {
  command = plan

  assert {
    condition     = aws_vpc.this.cidr_block == "10.0.0.0/16"
    error_message = "The network must be 10.0.0.0/16."
  }

  assert {
    condition     = toset([for subnet in aws_subnet.private : subnet.cidr_block]) == toset(["10.0.1.0/24", "10.0.2.0/24"])
    error_message = "Private subnets must be 10.0.1.0/24 and 10.0.2.0/24."
  }

  assert {
    condition     = toset([for subnet in aws_subnet.public : subnet.cidr_block]) == toset(["10.0.101.0/24", "10.0.102.0/24"])
    error_message = "Public subnets must be 10.0.101.0/24 and 10.0.102.0/24."
  }

  assert {
    condition     = length(distinct([for subnet in aws_subnet.private : subnet.availability_zone])) == 2
    error_message = "Private subnets must stand in two zones."
  }
}

run "hands_out_no_public_addresses" {
  command = plan

  assert {
    condition     = alltrue([for subnet in concat(values(aws_subnet.private), values(aws_subnet.public)) : !subnet.map_public_ip_on_launch])
    error_message = "No subnet may give public addresses by itself."
  }
}

run "leads_private_subnets_out_by_nat_alone" {
  command = apply

  assert {
    condition     = alltrue([for zone, route in aws_route.private_internet : route.nat_gateway_id == aws_nat_gateway.this[zone].id && route.gateway_id == null])
    error_message = "Each private subnet must leave by the NAT gateway of its zone."
  }

  assert {
    condition     = alltrue([for zone, association in aws_route_table_association.private : association.subnet_id == aws_subnet.private[zone].id && association.route_table_id == aws_route_table.private[zone].id])
    error_message = "Private subnets must have the private route tables."
  }
}

run "saves_a_gateway_when_told_to" {
  command = plan

  variables {
    single_nat_gateway  = true
    interface_endpoints = false
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.private_internet) == 2
    error_message = "Both zones must share the one NAT gateway."
  }

  assert {
    condition     = length(aws_vpc_endpoint.interface) == 0
    error_message = "No interface endpoints were asked for."
  }
}

run "keeps_encrypted_flow_logs_of_all_traffic" {
  command = plan

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL" && aws_flow_log.this.log_destination_type == "cloud-watch-logs"
    error_message = "All traffic must be logged to CloudWatch."
  }

  assert {
    condition     = aws_cloudwatch_log_group.flow.kms_key_id == var.kms_key_arn && aws_cloudwatch_log_group.flow.retention_in_days == 90
    error_message = "Flow logs must be encrypted with our key and end."
  }
}

run "lets_tasks_out_over_https_only" {
  command = plan

  assert {
    condition     = aws_vpc_security_group_egress_rule.service_https.from_port == 443 && aws_vpc_security_group_egress_rule.service_https.to_port == 443
    error_message = "Tasks must reach the outside over HTTPS only."
  }

  assert {
    condition     = aws_vpc_endpoint.s3.vpc_endpoint_type == "Gateway" && aws_vpc_endpoint.s3.service_name == "com.amazonaws.ap-northeast-1.s3"
    error_message = "S3 must be reached by its gateway endpoint."
  }

  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["ecr.api", "ecr.dkr", "logs", "secretsmanager"])
    error_message = "Registry, logs and secrets must have interface endpoints."
  }
}

run "refuses_a_single_zone" {
  command = plan

  variables {
    availability_zones = ["ap-northeast-1a", "ap-northeast-1a"]
  }

  expect_failures = [var.availability_zones]
}
