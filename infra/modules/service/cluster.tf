# Where tasks run. Spot capacity is offered to the service alone: a one-off task that names no capacity (a migration, the
# gate of a release) runs on what is not taken away.

resource "aws_ecs_cluster" "this" {
  name = var.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = distinct(["FARGATE", var.capacity_provider])

  default_capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }
}
