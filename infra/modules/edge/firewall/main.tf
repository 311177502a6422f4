locals {
  # AWS's own rule groups. Bodies may be large here (imports, plugin archives), so their size is counted and not refused.
  managed_rules = {
    AWSManagedRulesAmazonIpReputationList = { priority = 10, counted = [] }
    AWSManagedRulesCommonRuleSet          = { priority = 11, counted = ["SizeRestrictions_BODY"] }
    AWSManagedRulesKnownBadInputsRuleSet  = { priority = 12, counted = [] }
  }

  trusted_generations = sort(keys(var.trusted_secrets))
}

resource "aws_wafv2_web_acl" "this" {
  name  = var.name
  scope = var.scope

  default_action {
    allow {}
  }

  dynamic "rule" {
    for_each = { for index, generation in local.trusted_generations : generation => index }

    content {
      name     = "trusted-${rule.key}"
      priority = rule.value

      action {
        allow {}
      }

      statement {
        byte_match_statement {
          positional_constraint = "EXACTLY"
          search_string         = var.trusted_secrets[rule.key]

          field_to_match {
            single_header {
              name = lower(var.trusted_header)
            }
          }

          text_transformation {
            priority = 0
            type     = "NONE"
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        sampled_requests_enabled   = false
        metric_name                = "trusted-${rule.key}"
      }
    }
  }

  # The server takes the client's address from X-Forwarded-For as two proxies left it. Past the first of them only one
  # appends, so a client that sends the header itself would choose its address. Over TLS no honest proxy adds it.
  dynamic "rule" {
    for_each = length(local.trusted_generations) > 0 ? ["forged-client-address"] : []

    content {
      name     = rule.value
      priority = 5

      action {
        block {}
      }

      statement {
        size_constraint_statement {
          comparison_operator = "GE"
          size                = 0

          field_to_match {
            single_header {
              name = "x-forwarded-for"
            }
          }

          text_transformation {
            priority = 0
            type     = "NONE"
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        sampled_requests_enabled   = false
        metric_name                = rule.value
      }
    }
  }

  dynamic "rule" {
    for_each = local.managed_rules

    content {
      name     = rule.key
      priority = rule.value.priority

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.key

          dynamic "rule_action_override" {
            for_each = rule.value.counted

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        sampled_requests_enabled   = false
        metric_name                = rule.key
      }
    }
  }

  rule {
    name     = "requests-of-an-address"
    priority = 20

    action {
      block {}
    }

    statement {
      rate_based_statement {
        aggregate_key_type    = "IP"
        limit                 = var.requests_per_address
        evaluation_window_sec = 300
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = false
      metric_name                = "requests-of-an-address"
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = false
    metric_name                = var.name
  }
}
