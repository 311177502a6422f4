mock_provider "aws" {
  mock_data "aws_ec2_managed_prefix_list" {
    defaults = { id = "pl-cloudfront" }
  }
}

mock_provider "aws" {
  alias = "us_east_1"
}

# The firewalls have tests of their own, and take long to plan.
override_module {
  target  = module.cdn_firewall
  outputs = { web_acl_arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/cdn/1" }
}

override_module {
  target  = module.load_balancer_firewall
  outputs = { web_acl_arn = "arn:aws:wafv2:ap-northeast-1:111122223333:regional/webacl/load-balancer/1" }
}

variables {
  name                      = "planitai-kpi-test"
  domain_name               = "kpi.example.com"
  zone_id                   = "Z1"
  portal_domain             = "portal.example.com"
  portal_zone_id            = "Z2"
  vpc_id                    = "vpc-1"
  public_subnet_ids         = ["subnet-1", "subnet-2"]
  service_security_group_id = "sg-service"
  access_logs_bucket        = "logs"
  deletion_protection       = true
  firewall_log_days         = 30
  kms_key_arn               = "arn:aws:kms:ap-northeast-1:111122223333:key/test"
  us_east_1_kms_key_arn     = "arn:aws:kms:us-east-1:111122223333:key/test"
}

run "lets_only_cloudfront_in" {
  command = plan

  assert {
    condition     = aws_vpc_security_group_ingress_rule.from_cloudfront.prefix_list_id == "pl-cloudfront" && aws_vpc_security_group_ingress_rule.from_cloudfront.cidr_ipv4 == null
    error_message = "The load balancer must take connections of CloudFront's addresses."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.from_internet) == 0
    error_message = "Without customers' hosts the load balancer must not be open to the internet."
  }

  assert {
    condition     = aws_lb_listener.https.default_action[0].type == "fixed-response" && aws_lb_listener.https.default_action[0].fixed_response[0].status_code == "403"
    error_message = "What matches no rule must be refused."
  }

  assert {
    condition     = one(flatten([for condition in aws_lb_listener_rule.from_cloudfront.condition : [for header in condition.http_header : header.http_header_name]])) == "X-Origin-Verify"
    error_message = "Requests must carry CloudFront's secret header."
  }

  assert {
    condition     = one(one(aws_cloudfront_distribution.this.origin).custom_header).name == "X-Origin-Verify"
    error_message = "CloudFront must send its secret header."
  }

  assert {
    condition     = strcontains(aws_cloudfront_distribution.this.web_acl_id, "global/webacl/cdn") && strcontains(aws_wafv2_web_acl_association.load_balancer.web_acl_arn, "regional/webacl/load-balancer")
    error_message = "Both ways in must have their firewall."
  }
}

run "sends_what_the_load_balancer_expects" {
  command = plan

  override_resource {
    target          = terraform_data.origin_secret
    override_during = plan
    values          = { output = "the-secret" }
  }

  assert {
    condition     = nonsensitive(one(one(aws_cloudfront_distribution.this.origin).custom_header).value) == "the-secret"
    error_message = "CloudFront must send the secret."
  }

  assert {
    condition     = nonsensitive(flatten([for condition in aws_lb_listener_rule.from_cloudfront.condition : [for header in condition.http_header : tolist(header.values)]])) == ["the-secret"]
    error_message = "The load balancer must expect the secret."
  }
}

run "speaks_modern_tls_and_strict_http" {
  command = plan

  assert {
    condition     = aws_lb.this.desync_mitigation_mode == "strictest" && aws_lb.this.drop_invalid_header_fields && aws_lb.this.enable_deletion_protection
    error_message = "The load balancer must be strict about HTTP, and protected."
  }

  assert {
    condition     = startswith(aws_lb_listener.https.ssl_policy, "ELBSecurityPolicy-TLS13-1-2-") && one(aws_cloudfront_distribution.this.viewer_certificate).minimum_protocol_version == "TLSv1.2_2021"
    error_message = "TLS before 1.2 must be refused."
  }

  assert {
    condition     = aws_lb_listener.http.default_action[0].type == "redirect" && aws_lb_listener.http.default_action[0].redirect[0].protocol == "HTTPS" && aws_lb_listener.http.default_action[0].redirect[0].status_code == "HTTP_301"
    error_message = "HTTP must be sent to HTTPS."
  }

  assert {
    condition = alltrue(flatten([
      aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https",
      [for behavior in aws_cloudfront_distribution.this.ordered_cache_behavior : behavior.viewer_protocol_policy == "redirect-to-https"],
      one(one(aws_cloudfront_distribution.this.origin).custom_origin_config).origin_protocol_policy == "https-only",
    ]))
    error_message = "CloudFront must speak TLS on both sides."
  }

  assert {
    condition     = aws_lb.this.access_logs[0].enabled && aws_lb.this.access_logs[0].bucket == "logs"
    error_message = "Access logs must be on."
  }
}

run "keeps_connections_longer_than_cloudfront_does" {
  command = plan

  assert {
    condition     = aws_lb.this.idle_timeout > one(one(aws_cloudfront_distribution.this.origin).custom_origin_config).origin_keepalive_timeout && aws_lb.this.idle_timeout < 120
    error_message = "Each must keep an idle connection longer than who calls it: CloudFront, the load balancer, the server (120 s)."
  }
}

run "caches_hashed_files_and_nothing_else" {
  command = plan

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" # Managed-CachingDisabled
    error_message = "HTML and the API must not be cached."
  }

  assert {
    condition     = { for behavior in aws_cloudfront_distribution.this.ordered_cache_behavior : behavior.path_pattern => behavior.cache_policy_id } == { "/assets/*" = "658327ea-f89d-4fab-a63d-7e88639e58f6" } # Managed-CachingOptimized
    error_message = "Only files named by their content may be cached."
  }
}

run "checks_health_more_patiently_than_a_failover_takes" {
  command = plan

  assert {
    condition     = aws_lb_target_group.server.health_check[0].path == "/health" && aws_lb_target_group.server.port == 8000
    error_message = "Tasks must be asked for /health on port 8000."
  }

  assert {
    condition     = aws_lb_target_group.server.health_check[0].interval * aws_lb_target_group.server.health_check[0].unhealthy_threshold >= 150
    error_message = "A failover of the database must not take the tasks out."
  }
}

run "has_one_wildcard_certificate_on_each_side" {
  command = plan

  assert {
    condition     = aws_acm_certificate.cdn.subject_alternative_names == toset(["*.portal.example.com"]) && aws_acm_certificate.cdn.validation_method == "DNS"
    error_message = "CloudFront's certificate must be good for all portals."
  }

  assert {
    condition     = aws_acm_certificate.origin.subject_alternative_names == toset(["*.portal.example.com", "origin.kpi.example.com"])
    error_message = "The load balancer's certificate must be good for all portals and its own name."
  }

  assert {
    condition     = toset([for record in aws_route53_record.cdn : "${record.zone_id} ${record.name}"]) == toset(["Z1 kpi.example.com", "Z2 *.portal.example.com"])
    error_message = "The app and all portals must lead to CloudFront."
  }
}

run "stays_closed_while_customers_hosts_are_pending" {
  command = plan

  variables {
    customer_hosts = { "pending.customer.example" = { attached = false } }
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.from_internet) == 0 && length(aws_lb_listener_rule.customer) == 0
    error_message = "A host that waits for its certificate must not open the load balancer to the internet."
  }
}

run "opens_to_customers_hosts_and_to_no_other" {
  command = plan

  variables {
    customer_hosts = merge(
      { for number in range(6) : "host${number}.customer.example" => { attached = true } },
      { "pending.customer.example" = { attached = false } },
    )
  }

  assert {
    condition     = toset([for rule in aws_vpc_security_group_ingress_rule.from_internet : rule.from_port]) == toset([80, 443])
    error_message = "Customers' hosts need both ports."
  }

  assert {
    condition = toset(flatten([for rule in aws_lb_listener_rule.customer : [for condition in rule.condition : [for header in condition.host_header : tolist(header.values)]]])) == toset([
      for number in range(6) : "host${number}.customer.example"
    ])
    error_message = "Exactly the attached hosts must answer."
  }

  assert {
    condition     = alltrue([for rule in aws_lb_listener_rule.customer : length(flatten([for condition in rule.condition : [for header in condition.host_header : tolist(header.values)]])) <= 5])
    error_message = "A rule may name five hosts at most."
  }

  assert {
    condition     = length(aws_lb_listener_certificate.customer) == 6 && contains(keys(aws_acm_certificate.customer), "pending.customer.example")
    error_message = "A pending host has a certificate that is not attached."
  }

  assert {
    condition     = output.sni_certificates == { attached = 6, quota = 25 }
    error_message = "What the alarm counts must be what is attached."
  }
}

run "refuses_more_hosts_than_the_quota" {
  command = plan

  variables {
    customer_hosts        = { "a.example" = { attached = true }, "b.example" = { attached = true } }
    sni_certificate_quota = 1
  }

  expect_failures = [var.customer_hosts]
}

run "refuses_a_portal_domain_above_the_app" {
  command = plan

  variables {
    portal_domain = "example.com"
  }

  expect_failures = [var.portal_domain]
}

run "rotates_the_secret_header_without_a_gap" {
  command = plan

  variables {
    origin_secret_generations = ["1", "2"]
  }

  assert {
    condition     = toset(keys(terraform_data.origin_secret)) == toset(["1", "2"])
    error_message = "Both generations must be accepted."
  }
}
