# The security group of the service's tasks. It stands here because the load balancer, the database and the cache each add
# the one rule that lets them and the tasks talk; apart from those, a task reaches nothing but HTTPS.

resource "aws_security_group" "service" {
  name        = "${var.name}-service"
  description = "Tasks of the service"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-service" }
}

resource "aws_vpc_security_group_egress_rule" "service_https" {
  security_group_id = aws_security_group.service.id
  description       = "HTTPS: registry, secrets, logs, object store, identity providers, trace collector"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}
