output "connection" {
  description = "What REDIS_URL is made of, but for the password."
  value = {
    user    = aws_elasticache_user.service.user_name
    address = aws_elasticache_replication_group.this.primary_endpoint_address
    port    = local.port
  }
}

output "node_ids" {
  description = "Names of the nodes, the dimension of their metrics. ElastiCache numbers them from 001."
  value       = [for number in range(1, var.nodes + 1) : format("%s-%03d", var.name, number)]
}
