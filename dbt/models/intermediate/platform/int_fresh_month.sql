with

final as (

    {%- for table in var('month_tables') %}
        {%- set months = cohort_months(table.register, week_of(table.day), table.days) %}
        {%- for month in (['null'] if months is none else months) %}
            select
                '{{ table.mart }}' as mart,
                cast({{ 'null' if month == 'null' else "'" ~ month ~ "'" }} as date) as month_on
            union all
        {%- endfor %}
    {%- endfor %}
    select
        cast(null as varchar) as mart,
        cast(null as date) as month_on
    where false

)

select * from final
