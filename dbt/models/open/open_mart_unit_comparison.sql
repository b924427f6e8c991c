{#- What everyone sees of mart_unit_comparison: the figures that everyone sees, compared. -#}
with

final as (

    select {{ comparison_columns() }}
    from {{ ref('int_open_unit_comparison') }}

)

select * from final
