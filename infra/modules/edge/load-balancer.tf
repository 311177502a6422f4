# Ends TLS and spreads requests over the tasks. It answers those that carry CloudFront's secret header, and those for a
# customer's own host; to everything else it says 403.

locals {
  origin_host   = "origin.${var.domain_name}"
  origin_header = "X-Origin-Verify"
  service_port  = 8000
  tls_policy    = "ELBSecurityPolicy-TLS13-1-2-2021-06"

  # Together longer than a failover of the database, during which /health says 503.
  unhealthy_checks       = 10
  check_interval_seconds = 15

  # Longer than CloudFront keeps a connection, which would else write into one that ends (a 502), and shorter than the server's
  # 120 s for the same reason.
  idle_timeout_seconds = 75

  # CloudFront sends the last of the values; the load balancer accepts all of them, so that a rotation has no gap.
  origin_secrets        = { for generation, secret in terraform_data.origin_secret : generation => sensitive(secret.output) }
  current_origin_secret = local.origin_secrets[var.origin_secret_generations[length(var.origin_secret_generations) - 1]]
}

# Neither CloudFront nor the load balancer takes the value other than from the state, which is why it may stand there. It is
# a second lock behind the prefix list.
resource "terraform_data" "origin_secret" {
  for_each = toset(var.origin_secret_generations)

  input = sensitive(uuid())

  lifecycle {
    ignore_changes = [input]
  }
}

resource "aws_lb" "this" {
  name               = var.name
  load_balancer_type = "application"
  internal           = false
  subnets            = var.public_subnet_ids
  security_groups    = [aws_security_group.load_balancer.id]

  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  enable_deletion_protection = var.deletion_protection
  idle_timeout               = local.idle_timeout_seconds

  access_logs {
    enabled = true
    bucket  = var.access_logs_bucket
  }
}

resource "aws_lb_target_group" "server" {
  name        = "${var.name}-server"
  vpc_id      = var.vpc_id
  target_type = "ip"
  protocol    = "HTTP"
  port        = local.service_port

  load_balancing_algorithm_type = "least_outstanding_requests"
  deregistration_delay          = 30

  health_check {
    path                = "/health"
    matcher             = "200"
    interval            = local.check_interval_seconds
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = local.unhealthy_checks
  }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTP"
  port              = 80

  default_action {
    type = "redirect"

    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTPS"
  port              = 443
  ssl_policy        = local.tls_policy
  certificate_arn   = aws_acm_certificate_validation.origin.certificate_arn

  default_action {
    type = "fixed-response"

    fixed_response {
      content_type = "text/plain"
      message_body = "Forbidden"
      status_code  = "403"
    }
  }
}

resource "aws_lb_listener_rule" "from_cloudfront" {
  listener_arn = aws_lb_listener.https.arn
  priority     = 1

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.server.arn
  }

  condition {
    http_header {
      http_header_name = local.origin_header
      values           = values(local.origin_secrets)
    }
  }
}

resource "aws_security_group" "load_balancer" {
  name        = "${var.name}-load-balancer"
  description = "Load balancer"
  vpc_id      = var.vpc_id

  tags = { Name = "${var.name}-load-balancer" }
}

data "aws_ec2_managed_prefix_list" "cloudfront" {
  name = "com.amazonaws.global.cloudfront.origin-facing"
}

# For this port alone: the list counts as 55 of the 60 rules that a group may have.
resource "aws_vpc_security_group_ingress_rule" "from_cloudfront" {
  security_group_id = aws_security_group.load_balancer.id
  description       = "HTTPS from CloudFront"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_id    = data.aws_ec2_managed_prefix_list.cloudfront.id
}

resource "aws_vpc_security_group_egress_rule" "to_service" {
  security_group_id            = aws_security_group.load_balancer.id
  description                  = "The tasks"
  ip_protocol                  = "tcp"
  from_port                    = local.service_port
  to_port                      = local.service_port
  referenced_security_group_id = var.service_security_group_id
}

resource "aws_vpc_security_group_ingress_rule" "service_from_load_balancer" {
  security_group_id            = var.service_security_group_id
  description                  = "The load balancer"
  ip_protocol                  = "tcp"
  from_port                    = local.service_port
  to_port                      = local.service_port
  referenced_security_group_id = aws_security_group.load_balancer.id
}
