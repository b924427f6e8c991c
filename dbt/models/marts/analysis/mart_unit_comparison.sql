with

final as (

    select {{ comparison_columns() }}
    from {{ ref('int_unit_comparison') }}

)

select * from final
