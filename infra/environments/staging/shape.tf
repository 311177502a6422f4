# What staging is: the same system as production in its smallest size, with capacity that may be taken away.

locals {
  environment = "staging"

  shape = {
    single_nat_gateway   = true
    interface_endpoints  = false
    keep_data            = false
    recovery_window_days = 7
    deleted_file_days    = 7
    log_days             = 30

    task = {
      cpu               = 512
      memory_mib        = 1024
      desired_count     = 1
      capacity_provider = "FARGATE_SPOT"
      scaling           = { min = 1, max = 2, requests_per_minute = 3000 }
    }

    database = {
      instance_class       = "db.t4g.micro"
      storage_gib          = 20
      max_storage_gib      = 50
      max_connections      = 200
      multi_az             = false
      backup_days          = 1
      performance_insights = false
    }

    cache = {
      node_type     = "cache.t4g.micro"
      nodes         = 1
      snapshot_days = 0
    }
  }
}
