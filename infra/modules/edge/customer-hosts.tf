# Hosts of customers (white label). Each is a CNAME to the load balancer, in the customer's DNS, with a certificate of its
# own that is attached by SNI once the customer has put the validation record in. While one is attached, the load balancer is
# open to the internet on its ports, its firewall guards what does not come through CloudFront, and only these hosts answer.

locals {
  attached_hosts = toset([for host, state in var.customer_hosts : host if state.attached])
  open_ports     = length(local.attached_hosts) == 0 ? {} : { http = 80, https = 443 }

  # A rule may name five values in all.
  hosts_a_rule = 5
  host_rules   = { for index, hosts in chunklist(sort(tolist(local.attached_hosts)), local.hosts_a_rule) : index => hosts }
}

resource "aws_acm_certificate" "customer" {
  for_each = var.customer_hosts

  domain_name       = each.key
  validation_method = "DNS"

  tags = { Name = each.key }

  lifecycle {
    create_before_destroy = true
  }
}

# Waits for the customer's record, so that a host is never attached without a valid certificate.
resource "aws_acm_certificate_validation" "customer" {
  for_each = local.attached_hosts

  certificate_arn = aws_acm_certificate.customer[each.key].arn
}

resource "aws_lb_listener_certificate" "customer" {
  for_each = local.attached_hosts

  listener_arn    = aws_lb_listener.https.arn
  certificate_arn = aws_acm_certificate_validation.customer[each.key].certificate_arn
}

resource "aws_lb_listener_rule" "customer" {
  for_each = local.host_rules

  listener_arn = aws_lb_listener.https.arn
  priority     = 100 + each.key

  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.server.arn
  }

  condition {
    host_header {
      values = each.value
    }
  }
}

resource "aws_vpc_security_group_ingress_rule" "from_internet" {
  for_each = local.open_ports

  security_group_id = aws_security_group.load_balancer.id
  description       = "Hosts of customers, ${each.key}"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
  cidr_ipv4         = "0.0.0.0/0"
}
