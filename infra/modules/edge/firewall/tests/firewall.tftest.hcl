mock_provider "aws" {}

variables {
  name                 = "planitai-kpi-test-load-balancer"
  scope                = "REGIONAL"
  trusted_header       = "X-Origin-Verify"
  trusted_secrets      = { "1" = "first-secret", "2" = "second-secret" }
  requests_per_address = 6000
  log_days             = 30
  kms_key_arn          = "arn:aws:kms:ap-northeast-1:111122223333:key/test"
}

run "guards_by_awss_rules_and_a_limit" {
  command = plan

  assert {
    condition = length(setsubtract(
      ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"],
      flatten([for rule in aws_wafv2_web_acl.this.rule : [for group in rule.statement[0].managed_rule_group_statement : group.name]]),
    )) == 0
    error_message = "All three groups of AWS must be there."
  }

  assert {
    condition     = flatten([for rule in aws_wafv2_web_acl.this.rule : [for limit in rule.statement[0].rate_based_statement : limit.limit]]) == [6000]
    error_message = "An address must be limited to 6000 requests in five minutes."
  }

  assert {
    condition = flatten([for rule in aws_wafv2_web_acl.this.rule : [for group in rule.statement[0].managed_rule_group_statement : [
      for override in group.rule_action_override : override.name
    ]]]) == ["SizeRestrictions_BODY"]
    error_message = "Large bodies must be counted, and nothing else be let through."
  }
}

run "trusts_the_header_before_anything_else_and_refuses_forged_addresses_after_it" {
  command = plan

  assert {
    condition     = { for rule in aws_wafv2_web_acl.this.rule : rule.name => rule.priority if startswith(rule.name, "trusted-") } == { trusted-1 = 0, trusted-2 = 1 }
    error_message = "Each generation of the secret must be trusted, first of all."
  }

  assert {
    condition = [for rule in aws_wafv2_web_acl.this.rule : { priority = rule.priority, blocks = length(rule.action[0].block) == 1 }
      if length([for statement in rule.statement[0].size_constraint_statement : statement if statement.field_to_match[0].single_header[0].name == "x-forwarded-for"]) == 1
    ] == [{ priority = 5, blocks = true }]
    error_message = "X-Forwarded-For of a client must be refused after the trusted requests have passed."
  }
}

run "is_the_first_proxy_without_a_trusted_header" {
  command = plan

  variables {
    scope           = "CLOUDFRONT"
    trusted_secrets = {}
  }

  assert {
    condition     = !anytrue([for rule in aws_wafv2_web_acl.this.rule : startswith(rule.name, "trusted-") || rule.name == "forged-client-address"])
    error_message = "The first firewall trusts nobody, and proxies before it are the client's own matter."
  }
}

run "logs_without_credentials" {
  command = plan

  assert {
    condition = toset(flatten([for field in aws_wafv2_web_acl_logging_configuration.this.redacted_fields : [for header in field.single_header : header.name]])) == toset([
      "authorization", "cookie", "x-origin-verify",
    ])
    error_message = "Credentials must not be logged."
  }

  assert {
    condition     = startswith(aws_cloudwatch_log_group.this.name, "aws-waf-logs-") && aws_cloudwatch_log_group.this.kms_key_id == var.kms_key_arn
    error_message = "The log must have a name that WAF writes to and be encrypted with our key."
  }
}
